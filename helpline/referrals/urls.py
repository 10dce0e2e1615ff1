"""The addresses of this room, under /staff/referrals/."""

from django.urls import path

from helpline.referrals import hotline_views, views

app_name = "referrals"

urlpatterns = [
    path("", views.referral_list, name="list"),
    path("pick/", views.pick, name="pick"),
    path("to/<slug:organisation>/", views.refer, name="refer"),
    path("hotline/", hotline_views.hotline, name="hotline"),
    path("hotline/reports/", hotline_views.reports, name="hotline_reports"),
    path("hotline/reports/<uuid:report_id>/", hotline_views.reference, name="hotline_reference"),
    path("<uuid:referral_id>/", views.show, name="show"),
    path("<uuid:referral_id>/note/", views.note, name="note"),
    path("<uuid:referral_id>/outcome/", views.outcome, name="outcome"),
    path("<uuid:referral_id>/join/", views.join, name="join"),
    path("<uuid:referral_id>/print/", views.paper, name="print"),
]
