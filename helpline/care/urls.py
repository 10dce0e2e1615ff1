"""The addresses of this room, under /staff/care/."""

from django.urls import URLPattern

app_name = "care"

urlpatterns: list[URLPattern] = []
