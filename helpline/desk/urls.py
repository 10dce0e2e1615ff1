"""Addresses of the desk."""

from django.urls import path

from helpline.desk import acts, shift_views, views

app_name = "desk"

urlpatterns = [
    path("", views.home, name="home"),
    path("desk/board", views.board_json, name="board"),
    path("desk/beside", views.beside_json, name="beside"),
    path("shift/", shift_views.shift, name="shift"),
    path("shift/part", shift_views.shift_part, name="shift_part"),
    path("shift/stop/<slug:slug>/<slug:channel>", shift_views.stop, name="stop"),
    path("figures/", views.figures, name="figures"),
    path("desk/here", views.here, name="here"),
    path("desk/act/presence", acts.presence, name="presence"),
    path("desk/act/break", acts.take_break, name="break"),
    path("desk/act/next", acts.take_next, name="next"),
    path("desk/act/practice", acts.practice, name="practice"),
    path("desk/act/overload", acts.overload, name="overload"),
    path("desk/act/pick/<uuid:conversation_id>", acts.pick, name="pick"),
    path("desk/act/open/<uuid:conversation_id>", acts.open_talk, name="open"),
    path("desk/act/end/<uuid:conversation_id>", acts.end, name="end"),
    path("desk/act/panel/<uuid:conversation_id>", acts.panel, name="panel"),
    path("desk/act/offer/<uuid:conversation_id>", acts.offer, name="offer"),
    path("desk/act/read-along/<uuid:conversation_id>", acts.read_along, name="read_along"),
    path("desk/act/take-over/<uuid:conversation_id>", acts.take_over, name="take_over"),
    path("desk/act/accept/<int:transfer_id>", acts.accept, name="accept"),
    path("desk/act/decline/<int:transfer_id>", acts.decline, name="decline"),
    path("desk/act/take-back/<int:transfer_id>", acts.take_back, name="take_back"),
]
