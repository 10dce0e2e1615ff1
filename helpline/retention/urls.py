"""The addresses of this room, under /staff/retention/."""

from django.urls import path

from helpline.retention import views

app_name = "retention"

urlpatterns = [path("", views.overview, name="overview")]
