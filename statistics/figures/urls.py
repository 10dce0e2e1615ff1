"""Addresses of the figures, below /staff/figures/."""

from django.urls import path

from figures import views

app_name = "figures"

urlpatterns = [
    path("<slug:slug>/", views.overview, name="overview"),
    path("<slug:slug>/theme/<slug:key>/", views.theme, name="theme"),
    path("<slug:slug>/cross/", views.cross, name="cross"),
    path("<slug:slug>/report/", views.paper, name="paper"),
    path("<slug:slug>/files/<slug:name>.<slug:ending>", views.download, name="download"),
    path("<slug:slug>/charts/<slug:name>.svg", views.drawing, name="drawing"),
]
