"""The addresses of this room, under /staff/drafts/."""

from django.urls import URLPattern

app_name = "drafts"

urlpatterns: list[URLPattern] = []
