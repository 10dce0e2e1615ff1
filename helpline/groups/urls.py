"""The addresses of this room, under /staff/groups/."""

from django.urls import URLPattern

app_name = "groups"

urlpatterns: list[URLPattern] = []
