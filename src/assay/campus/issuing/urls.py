"""The addresses of the room issuing."""

from django.urls import URLPattern, path

from assay.campus.issuing import web, web_change, web_public

app_name = "issuing"
_CREDENTIAL = "org/<slug:slug>/credentials/<slug:public_id>"
urlpatterns: list[URLPattern] = [
    path("issuers/<slug:public_id>/did.json", web_public.did, name="did"),
    path("status/<slug:public_id>", web_public.status, name="status"),
    path("org/<slug:slug>/credentials", web.credentials, name="credentials"),
    path("org/<slug:slug>/award", web.award, name="award"),
    path("org/<slug:slug>/decisions/<slug:public_id>/release", web.release, name="release"),
    path(_CREDENTIAL, web.credential, name="credential"),
    path(f"{_CREDENTIAL}/revoke", web_change.revoke, name="revoke"),
    path(f"{_CREDENTIAL}/confirm", web_change.confirm_revocation, name="confirm"),
    path(f"{_CREDENTIAL}/drop", web_change.drop_revocation, name="drop"),
    path(f"{_CREDENTIAL}/correct", web_change.correct_name, name="correct"),
]
