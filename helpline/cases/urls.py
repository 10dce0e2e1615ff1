"""The addresses of this room, under /staff/cases/."""

from django.urls import URLPattern

app_name = "cases"

urlpatterns: list[URLPattern] = []
