"""The addresses of this room for staff, under /staff/post/."""

from django.urls import URLPattern

app_name = "mail_staff"

urlpatterns: list[URLPattern] = []
