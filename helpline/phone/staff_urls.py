"""Addresses of what the desk does with the phone."""

from django.urls import path

from helpline.phone import softphone_acts as acts

app_name = "softphone"

urlpatterns = [
    path("token", acts.token, name="token"),
    path("presence", acts.presence, name="presence"),
    path("beat", acts.beat, name="beat"),
    path("next", acts.take_next, name="next"),
    path("give-up/<uuid:leg_id>", acts.give_up, name="give_up"),
    path("hang-up/<uuid:call_id>", acts.hang_up, name="hang_up"),
    path("hold/<uuid:call_id>", acts.hold, name="hold"),
    path("offer/<uuid:call_id>", acts.offer, name="offer"),
    path("leave/<uuid:call_id>", acts.leave, name="leave"),
    path("outside/<uuid:call_id>", acts.add_outside, name="outside"),
    path("drop/<uuid:leg_id>", acts.drop_outside, name="drop"),
    path("accept/<int:handover_id>", acts.accept, name="accept"),
    path("decline/<int:handover_id>", acts.decline, name="decline"),
    path("take-back/<int:handover_id>", acts.take_back, name="take_back"),
    # only where the simulator plays the provider
    path("simulated/call", acts.simulated_call, name="simulated_call"),
    path("simulated/legs/", acts.simulated_legs, name="simulated_legs"),
    path("simulated/legs/<str:sid>", acts.simulated_leg, name="simulated_leg"),
    path("simulated/legs/<str:sid>/hang-up", acts.simulated_hang_up, name="simulated_hang_up"),
]
