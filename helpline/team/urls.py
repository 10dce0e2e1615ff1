"""The addresses of this room, under /staff/team/."""

from django.urls import URLPattern

app_name = "team"

urlpatterns: list[URLPattern] = []
