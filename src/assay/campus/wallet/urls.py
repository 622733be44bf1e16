"""The addresses of the room wallet."""

from django.urls import URLPattern

app_name = "wallet"
urlpatterns: list[URLPattern] = []
