"""The addresses of this room, under /staff/contacts/."""

from django.urls import path

from helpline.contacts import list_views, views

app_name = "contacts"

urlpatterns = [
    path("", list_views.contact_list, name="list"),
    path("afterwards/", list_views.afterwards, name="afterwards"),
    path("<uuid:contact_id>/", views.registration, name="registration"),
    path("<uuid:contact_id>/part/", views.part, name="part"),
    path("<uuid:contact_id>/answers/", views.answers, name="answers"),
    path("<uuid:contact_id>/field/<slug:field>/", views.save_field, name="save_field"),
    path("<uuid:contact_id>/register/", views.register, name="register"),
    path("<uuid:contact_id>/non-counselling/", views.non_counselling, name="non_counselling"),
    path("<uuid:contact_id>/correct/", views.correct, name="correct"),
    path("<uuid:contact_id>/take/", views.take, name="take"),
]
