"""The addresses of this room for visitors, below the address of a programme, and the therapist's one-time link."""

from django.urls import URLPattern, path

from helpline.appointments.views import visitor

app_name = "appointments"

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/appointment/", visitor.open_page, name="open"),
    path("<slug:slug>/appointment/cancel/", visitor.cancel, name="cancel"),
    path("<slug:slug>/appointment/calendar/", visitor.calendar_file, name="calendar"),
    path("<slug:slug>/appointment/report/<str:token>/", visitor.report, name="report"),
]
