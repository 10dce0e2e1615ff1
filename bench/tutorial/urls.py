"""The tutorial's pages are not measured; only its socket is."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
