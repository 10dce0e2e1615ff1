"""The addresses of this room, under /staff/promises/."""

from django.urls import path

from helpline.watch import views

app_name = "watch"

urlpatterns = [path("", views.promises, name="promises")]
