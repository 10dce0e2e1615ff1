"""Addresses of self-help beside its pages: keeping, the step plan, the workbook, talking about it, sound, paper."""

from django.urls import path

from selfhelp.modules import sounds, views

app_name = "selfhelp_modules"

urlpatterns = [
    path("<slug:slug>/self-help/", views.door, name="door"),
    path("<slug:slug>/self-help/<slug:key>/keeping/", views.keeping, name="keeping"),
    path("<slug:slug>/self-help/<slug:key>/workbook/", views.mine, name="mine"),
    path("<slug:slug>/self-help/<slug:key>/workbook/file/", views.make_file, name="file"),
    path("<slug:slug>/self-help/<slug:key>/workbook/fill/", views.fill, name="fill"),
    path("<slug:slug>/self-help/<slug:key>/plan/", views.plan, name="plan"),
    path("<slug:slug>/self-help/<slug:key>/talk/<slug:module>/", views.talk, name="talk"),
    path("<slug:slug>/self-help/<slug:key>/sound/<int:number>/", sounds.sound, name="sound"),
    path("<slug:slug>/self-help/<slug:key>/plan/calendar/", views.plan_calendar, name="calendar"),
    path("<slug:slug>/self-help/<slug:key>/counted/", views.counted, name="counted"),
    path("<slug:slug>/self-help/<slug:key>/paper.pdf", views.whole_paper, name="pdf"),
    path("<slug:slug>/self-help/<slug:key>/paper/<slug:module>/", views.paper, name="paper"),
]
