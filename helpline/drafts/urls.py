"""The addresses of this room, under /staff/drafts/."""

from django.urls import path

from helpline.drafts import views

app_name = "drafts"

urlpatterns = [
    path("allowed/", views.allowed, name="allowed"),
    path("of/<str:key>/", views.draft, name="draft"),
    path("of/<str:key>/discard/", views.discard, name="discard"),
]
