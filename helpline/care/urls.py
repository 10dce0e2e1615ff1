"""The addresses of this room, under /staff/care/."""

from django.urls import path

from helpline.care import views

app_name = "care"

urlpatterns = [
    path("", views.record_list, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:record_id>/", views.show, name="show"),
    path("<uuid:record_id>/write/<slug:kind>/", views.write, name="write"),
    path("<uuid:record_id>/do/<slug:name>/", views.act, name="act"),
]
