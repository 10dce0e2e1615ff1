"""Addresses of the shell: the chooser, the programme pages, leaving, the style page."""

from django.conf import settings
from django.urls import URLPattern, path
from wagtail.contrib.sitemaps.views import sitemap

from cms import views
from cms.feeds import AllLanguages, NewPages

app_name = "cms"

urlpatterns: list[URLPattern] = [
    path("", views.chooser, name="chooser"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("bye/", views.bye, name="bye"),
    path("leave/", views.leave, name="leave_anywhere"),
    path("<slug:slug>/", views.home, name="home"),
    path("<slug:slug>/what-we-keep/", views.keep, name="keep"),
    path("<slug:slug>/search/", views.search, name="search"),
    path("<slug:slug>/feed/", NewPages(), name="feed"),
    path("<slug:slug>/feed/<str:language>/", NewPages(), name="feed_in"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": AllLanguages}}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("<slug:slug>/your-traces/", views.traces, name="traces"),
    path("<slug:slug>/leave/", views.leave, name="leave"),
]

if settings.DEBUG or settings.DEMO:
    urlpatterns.insert(0, path("styleguide/", views.styleguide, name="styleguide"))
