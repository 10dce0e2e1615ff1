"""The addresses of the staff's screens, under /staff/requests/."""

from django.urls import URLPattern, path

from helpline.requests.views import staff

app_name = "requests_staff"

urlpatterns: list[URLPattern] = [
    path("", staff.request_list, name="list"),
    path("<uuid:request_id>/", staff.show, name="show"),
    path("<uuid:request_id>/take/", staff.take, name="take"),
    path("<uuid:request_id>/take-over/", staff.take_over, name="take_over"),
    path("<uuid:request_id>/give-back/", staff.give_back, name="give_back"),
    path("<uuid:request_id>/done/", staff.finish, name="finish"),
    path("<uuid:request_id>/reopen/", staff.reopen, name="reopen"),
    path("<uuid:request_id>/delete/", staff.delete, name="delete"),
]
