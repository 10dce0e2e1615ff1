"""Addresses of the figures, below /staff/figures/."""

from django.urls import path

from figures import views

app_name = "figures"

urlpatterns = [
    path("<slug:slug>/", views.overview, name="overview"),
    path("<slug:slug>/theme/<slug:key>/", views.theme, name="theme"),
    path("<slug:slug>/cross/", views.cross, name="cross"),
    path("<slug:slug>/planning/", views.planning, name="planning"),
    path("<slug:slug>/report/", views.paper, name="paper"),
    path("<slug:slug>/releases/", views.released, name="releases"),
    path("<slug:slug>/release", views.release, name="release"),
    path("<slug:slug>/releases/<int:number>.<slug:ending>", views.frozen, name="frozen"),
    path("<slug:slug>/files/<slug:name>.<slug:ending>", views.download, name="download"),
    path("<slug:slug>/charts/<slug:name>.svg", views.drawing, name="drawing"),
]
