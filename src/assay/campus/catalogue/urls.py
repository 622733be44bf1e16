"""The addresses of the room catalogue."""

from django.urls import URLPattern

app_name = "catalogue"
urlpatterns: list[URLPattern] = []
