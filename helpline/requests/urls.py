"""Addresses for professionals, below the address of a programme."""

from django.urls import URLPattern, path

from helpline.requests.views import visitor

app_name = "requests"

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/requests/thanks/", visitor.thanks, name="thanks"),
    path("<slug:slug>/requests/<slug:kind>/", visitor.ask, name="form"),
]
