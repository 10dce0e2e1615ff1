"""The addresses of this room for staff, under /staff/appointments/."""

from django.urls import URLPattern, path

from helpline.appointments.views import booking, therapist

app_name = "appointments_staff"

urlpatterns: list[URLPattern] = [
    path("", booking.free, name="free"),
    path("booked/", booking.booked, name="booked"),
    path("set-up/", booking.set_up, name="set_up"),
    path("slots/<uuid:slot_id>/book/", booking.book, name="book"),
    path("booked/<uuid:appointment_id>/", booking.show, name="show"),
    path("booked/<uuid:appointment_id>/cancel/", booking.cancel, name="cancel"),
    path("booked/<uuid:appointment_id>/code/", booking.renew, name="renew"),
    path("mine/", therapist.mine, name="mine"),
    path("mine/publish/", therapist.publish, name="publish"),
    path("mine/weekly/", therapist.publish_weekly, name="publish_weekly"),
    path("mine/number/", therapist.number, name="number"),
    path("mine/slots/<uuid:slot_id>/withdraw/", therapist.withdraw, name="withdraw"),
    path("mine/slots/<uuid:slot_id>/cancel/", therapist.cancel, name="cancel_own"),
    path("mine/slots/<uuid:slot_id>/report/", therapist.report, name="report"),
    path("mine/slots/<uuid:slot_id>/link/", therapist.link, name="link"),
    path("mine/weekly/<uuid:series_id>/pause/", therapist.pause, name="pause"),
    path("mine/weekly/<uuid:series_id>/resume/", therapist.resume, name="resume"),
    path("mine/weekly/<uuid:series_id>/end/", therapist.end_series, name="end_series"),
]
