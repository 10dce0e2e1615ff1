"""The addresses of this room, under /staff/team/."""

from django.urls import path

from helpline.team import views

app_name = "team"

urlpatterns = [
    path("", views.choose, name="choose"),
    path("note/<uuid:note_id>/seen", views.seen, name="seen"),
    path("note/<uuid:note_id>/withdraw", views.withdraw, name="withdraw"),
    path("<slug:slug>/", views.talk, name="talk"),
    path("<slug:slug>/part", views.part, name="part"),
    path("<slug:slug>/say", views.say, name="say"),
    path("<slug:slug>/notes/", views.notes, name="notes"),
    path("<slug:slug>/note", views.write, name="write"),
]
