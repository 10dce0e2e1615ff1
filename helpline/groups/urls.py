"""The addresses of this room, under /staff/groups/."""

from django.urls import URLPattern, path

from helpline.groups import views

app_name = "groups"

urlpatterns: list[URLPattern] = [
    path("", views.group_list, name="list"),
    path("interest/", views.interest, name="interest"),
    path("interest/<uuid:interest_id>/", views.answer, name="answer"),
    path("<uuid:group_id>/", views.show, name="show"),
    path("<uuid:group_id>/start/", views.start, name="start"),
    path("<uuid:group_id>/end/", views.end, name="end"),
    path("<uuid:group_id>/meetings/", views.plan, name="plan"),
    path("<uuid:group_id>/meetings/<uuid:meeting_id>/", views.change, name="change"),
    path("<uuid:group_id>/meetings/<uuid:meeting_id>/drop/", views.drop, name="drop"),
    path("<uuid:group_id>/meetings/<uuid:meeting_id>/came/", views.attendance, name="attendance"),
    path("<uuid:group_id>/people/", views.add, name="add"),
    path("<uuid:group_id>/people/<uuid:participant_id>/join/", views.let_in, name="let_in"),
    path("<uuid:group_id>/people/<uuid:participant_id>/leave/", views.leave, name="leave"),
]
