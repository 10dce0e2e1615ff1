"""The addresses of this room for staff, under /staff/post/."""

from django.urls import URLPattern, path

from helpline.mail.views import staff

app_name = "mail_staff"

urlpatterns: list[URLPattern] = [
    path("", staff.inbox, name="list"),
    path("practice/", staff.practice, name="practice"),
    path("<uuid:correspondence_id>/", staff.show, name="show"),
    path("<uuid:correspondence_id>/take/", staff.take, name="take"),
    path("<uuid:correspondence_id>/give-back/", staff.give_back, name="give_back"),
    path("<uuid:correspondence_id>/hand-over/", staff.hand_over, name="hand_over"),
    path("<uuid:correspondence_id>/answer/", staff.answer, name="answer"),
    path("<uuid:correspondence_id>/approve/", staff.approve, name="approve"),
    path("<uuid:correspondence_id>/withdraw/", staff.withdraw, name="withdraw"),
    path("<uuid:correspondence_id>/close/", staff.close, name="close"),
    path("<uuid:correspondence_id>/note/", staff.write_note, name="note"),
]
