"""Addresses of the safe. None of them says which programme, which workbook, or which visitor."""

from django.urls import path

from selfhelp.modules.safe import views

app_name = "selfhelp_safe"

urlpatterns = [
    path("<slug:slug>/self-help-safe/puzzle/", views.puzzle, name="puzzle"),
    path("<slug:slug>/self-help-safe/begin/", views.begin, name="begin"),
    path("<slug:slug>/self-help-safe/look/", views.look, name="look"),
    path("<slug:slug>/self-help-safe/save/", views.save, name="save"),
    path("<slug:slug>/self-help-safe/forget/", views.forget, name="forget"),
]
