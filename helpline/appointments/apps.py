from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "helpline.appointments"
    label = "appointments"
