"""The addresses of the room catalogue."""

from django.urls import URLPattern, path

from assay.campus.catalogue import web, web_definitions, web_editor

app_name = "catalogue"
_VERSION = "achievements/<slug:public_id>/v/<int:number>"
_DEFINITIONS = "org/<slug:slug>/definitions"
urlpatterns: list[URLPattern] = [
    path("achievements", web.browse, name="browse"),
    path("achievements/<slug:public_id>", web.latest, name="latest"),
    path(_VERSION, web.version, name="version"),
    path(f"{_VERSION}.json", web.version_json, name="version_json"),
    path(f"{_VERSION}/rubric", web.rubric, name="rubric"),
    path(f"{_VERSION}/rubric.json", web.rubric_json, name="rubric_json"),
    path(f"{_VERSION}/badge.svg", web.badge_svg, name="badge_svg"),
    path(f"{_VERSION}/badge.png", web.badge_png, name="badge_png"),
    path("issuers/<slug:public_id>", web.issuer, name="issuer"),
    path(_DEFINITIONS, web_definitions.definitions, name="definitions"),
    path(f"{_DEFINITIONS}/new", web_definitions.new, name="new"),
    path(f"{_DEFINITIONS}/<slug:public_id>/edit", web_editor.edit, name="edit"),
    path(f"{_DEFINITIONS}/<slug:public_id>/publish", web_definitions.publish_draft, name="publish"),
    path(f"{_DEFINITIONS}/<slug:public_id>/next", web_definitions.next_version, name="next"),
    path(f"{_DEFINITIONS}/<slug:public_id>/retire", web_definitions.retire_definition, name="retire"),
    path(f"{_DEFINITIONS}/<slug:public_id>/bring-back", web_definitions.bring_definition_back, name="bring_back"),
    path(f"{_DEFINITIONS}/<slug:public_id>/discard", web_definitions.discard, name="discard"),
]
