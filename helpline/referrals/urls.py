"""The addresses of this room, under /staff/referrals/."""

from django.urls import URLPattern

app_name = "referrals"

urlpatterns: list[URLPattern] = []
