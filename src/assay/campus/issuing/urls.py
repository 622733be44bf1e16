"""The addresses of the room issuing."""

from django.urls import URLPattern

app_name = "issuing"
urlpatterns: list[URLPattern] = []
