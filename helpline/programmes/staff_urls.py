"""The addresses of the staff's screen, under /staff/opening-hours/."""

from django.urls import path

from helpline.programmes import views

app_name = "programmes"

urlpatterns = [
    path("", views.choose, name="choose"),
    path("<slug:slug>/", views.show, name="hours"),
    path("<slug:slug>/week/<slug:channel>/", views.save_week, name="save_week"),
    path("<slug:slug>/whole/", views.save_whole, name="save_whole"),
    path("<slug:slug>/closed/", views.add_closure, name="add_closure"),
    path("<slug:slug>/closed/<int:closure_id>/", views.decide_closure, name="decide_closure"),
    path("<slug:slug>/holidays/", views.propose, name="propose"),
]
