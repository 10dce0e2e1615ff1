"""The addresses of this room for visitors."""

from django.urls import URLPattern

app_name = "mail"

urlpatterns: list[URLPattern] = []
