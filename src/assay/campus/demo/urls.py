"""The addresses of the room demo; ``site.urls`` includes them in demo mode only."""

from django.urls import URLPattern, path

from assay.campus.demo import web

app_name = "demo"
urlpatterns: list[URLPattern] = [
    path("demo/sign-in-as", web.sign_in_as_page, name="sign_in_as"),
]
