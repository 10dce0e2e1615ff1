"""The addresses of this room for staff, under /staff/appointments/."""

from django.urls import URLPattern

app_name = "appointments_staff"

urlpatterns: list[URLPattern] = []
