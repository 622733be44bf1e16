"""The addresses of the room verifying."""

from django.urls import URLPattern

app_name = "verifying"
urlpatterns: list[URLPattern] = []
