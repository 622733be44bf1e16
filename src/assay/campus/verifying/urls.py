"""The addresses of the room verifying."""

from django.urls import URLPattern, path

from assay.campus.verifying import web

app_name = "verifying"
urlpatterns: list[URLPattern] = [
    path("verify", web.verify_page, name="verify"),
]
