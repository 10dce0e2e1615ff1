from django.apps import AppConfig


class GuardConfig(AppConfig):
    name = "helpline.guard"
    label = "guard"
