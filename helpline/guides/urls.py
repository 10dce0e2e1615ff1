"""The addresses of this room, under /staff/help/."""

from django.urls import path

from helpline.guides import views

app_name = "guides"

urlpatterns = [
    path("", views.contents, name="contents"),
    path("<slug:key>/", views.show, name="show"),
]
