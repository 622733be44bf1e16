"""The site's addresses as they are in demo mode."""

from django.urls import URLPattern, URLResolver, include, path

from assay.campus.site import urls

urlpatterns: list[URLPattern | URLResolver] = [*urls.urlpatterns, path("", include("assay.campus.demo.urls"))]
