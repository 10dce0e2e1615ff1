"""Addresses of self-help for staff."""

from django.urls import path

from selfhelp.modules import staff_views

app_name = "selfhelp_staff"

urlpatterns = [path("", staff_views.visits, name="visits")]
