"""The addresses of the room wallet."""

from django.urls import URLPattern, path, re_path

from assay.campus.wallet import web, web_credential, web_key, web_share

app_name = "wallet"
_HELD = "me/credentials/<slug:public_id>"
urlpatterns: list[URLPattern] = [
    path("offers/<slug:token>", web.offer, name="offer"),
    path("me/credentials", web.credentials, name="credentials"),
    path("me/offers/<slug:public_id>/accept", web.accept_offer, name="accept"),
    path("me/offers/<slug:public_id>/decline", web.decline_offer, name="decline"),
    # Files, by their ending; before the page, whose address they begin with.
    re_path(
        r"^me/credentials/(?P<public_id>[0-9a-f]{32})\.(?P<kind>json|png|svg)$",
        web_credential.download,
        name="download",
    ),
    path(f"{_HELD}.pdf", web_credential.certificate, name="certificate"),
    path(f"{_HELD}", web_credential.credential, name="credential"),
    path(f"{_HELD}/record.json", web_credential.record, name="record"),
    path(f"{_HELD}/certificate", web_credential.make_certificate, name="make_certificate"),
    path(f"{_HELD}/shares", web_credential.share, name="shares"),
    path(f"{_HELD}/shares/<slug:share_id>/revoke", web_credential.revoke, name="revoke_share"),
    path(f"{_HELD}/key", web_key.key, name="key"),
    path("s/<slug:token>", web_share.share, name="share"),
    path("s/<slug:token>/credential.json", web_share.credential_json, name="share_json"),
    path("s/<slug:token>/badge.svg", web_share.badge_svg, name="share_svg"),
    path("s/<slug:token>/record.json", web_share.assessment_record, name="share_record"),
    path("s/<slug:token>/certificate.pdf", web_share.certificate, name="share_certificate"),
    path("s/<slug:token>/preview.png", web_share.preview, name="share_preview"),
    path("s/<slug:token>/embed", web_share.embed, name="embed"),
]
