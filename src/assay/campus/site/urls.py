"""All addresses: each room's own list, one after the other. Signing in is allauth's."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import TemplateView

from assay.campus.site.api import build_api
from assay.campus.site.configuration import Mode

urlpatterns: list[URLPattern | URLResolver] = [
    path("", TemplateView.as_view(template_name="home.html"), name="home"),
    path("account/", include("allauth.urls")),
    path("api/v1/", build_api(settings.CONFIGURATION.mode).urls),
    path("", include("assay.campus.people.urls")),
    path("", include("assay.campus.catalogue.urls")),
    path("", include("assay.campus.assessing.urls")),
    path("", include("assay.campus.issuing.urls")),
    path("", include("assay.campus.wallet.urls")),
    path("", include("assay.campus.verifying.urls")),
]
handler400 = "assay.campus.site.problems.unreadable"
handler404 = "assay.campus.site.problems.not_found"
if settings.CONFIGURATION.mode is Mode.DEMO:
    urlpatterns.append(path("", include("assay.campus.demo.urls")))
