"""Where the provider asks what to do with a call. Each address is signed for, and answers nobody else."""

from django.urls import path

from helpline.phone import webhooks

app_name = "phone"

urlpatterns = [
    path("phone/in/<slug:slug>/voice", webhooks.voice, name="voice"),
    path("phone/in/<slug:slug>/menu", webhooks.menu, name="menu"),
    path("phone/in/<slug:slug>/code", webhooks.code, name="code"),
    path("phone/in/<slug:slug>/wait", webhooks.wait, name="wait"),
    path("phone/in/<slug:slug>/left", webhooks.left, name="left"),
    path("phone/in/<slug:slug>/pulled", webhooks.pulled, name="pulled"),
    path("phone/in/<slug:slug>/room", webhooks.room, name="room"),
    path("phone/in/<slug:slug>/held", webhooks.held, name="held"),
    path("phone/in/<slug:slug>/room-left", webhooks.room_left, name="room_left"),
    path("phone/in/<slug:slug>/therapist", webhooks.therapist, name="therapist"),
    path("phone/in/<slug:slug>/therapist/take", webhooks.therapist_takes, name="therapist_takes"),
    path("phone/in/<slug:slug>/connected", webhooks.connected, name="connected"),
    path("phone/in/<slug:slug>/fallback", webhooks.fallback, name="fallback"),
    path("phone/in/<slug:slug>/status", webhooks.status, name="status"),
    path("phone/desk/voice", webhooks.desk, name="desk"),
    path("phone/desk/status", webhooks.desk_status, name="desk_status"),
    path("phone/desk/<uuid:leg_id>/answer", webhooks.desk_answer, name="desk_answer"),
    path("phone/desk/<uuid:leg_id>/take", webhooks.desk_take, name="desk_take"),
    path("phone/desk/<uuid:leg_id>/left", webhooks.desk_left, name="desk_left"),
    path("phone/desk/<uuid:leg_id>/over", webhooks.desk_over, name="desk_over"),
    path("phone/outside/<uuid:leg_id>/status", webhooks.outside_status, name="outside_status"),
]
