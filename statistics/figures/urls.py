"""Addresses of the figures, below /staff/figures/."""

from django.urls import path

from figures import agreement_views, check_views, earlier_views, reasons_views, views

app_name = "figures"

urlpatterns = [
    # before the programmes: no programme is called so
    path("agreement/", agreement_views.agreement, name="agreement"),
    path("agreement/compare", agreement_views.compare_now, name="compare"),
    path("<slug:slug>/", views.overview, name="overview"),
    path("<slug:slug>/theme/<slug:key>/", views.theme, name="theme"),
    path("<slug:slug>/cross/", views.cross, name="cross"),
    path("<slug:slug>/planning/", views.planning, name="planning"),
    path("<slug:slug>/check/", check_views.check, name="check"),
    path("<slug:slug>/earlier/", earlier_views.earlier, name="earlier"),
    path("<slug:slug>/earlier/<int:year>/take-out", earlier_views.take_out, name="take_out"),
    path("<slug:slug>/reasons/", reasons_views.reasons_page, name="reasons"),
    path("<slug:slug>/reasons.<slug:ending>", reasons_views.reasons_file, name="reasons_file"),
    path("<slug:slug>/report/", views.paper, name="paper"),
    path("<slug:slug>/releases/", views.released, name="releases"),
    path("<slug:slug>/release", views.release, name="release"),
    path("<slug:slug>/releases/<int:number>.<slug:ending>", views.frozen, name="frozen"),
    path("<slug:slug>/files/<slug:name>.<slug:ending>", views.download, name="download"),
    path("<slug:slug>/charts/<slug:name>.<slug:ending>", views.drawing, name="drawing"),
]
