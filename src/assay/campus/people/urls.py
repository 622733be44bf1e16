"""The addresses of the room people."""

from django.urls import URLPattern, path

from assay.campus.people import web, web_invitation, web_organisation

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("me/account", web.account, name="account"),
    path("org/new", web.found, name="found"),
    path("org/<slug:slug>/", web_organisation.organisation, name="organisation"),
    path("org/<slug:slug>/facts", web_organisation.facts, name="facts"),
    path("org/<slug:slug>/members", web_organisation.members, name="members"),
    path("org/<slug:slug>/members/invite", web_organisation.invite_member, name="invite"),
    path(
        "org/<slug:slug>/invitations/<slug:public_id>/withdraw",
        web_organisation.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("org/<slug:slug>/members/<slug:public_id>/<slug:role>/end", web_organisation.end_role, name="end_role"),
    path("invitations/<str:token>", web_invitation.invitation, name="invitation"),
]
