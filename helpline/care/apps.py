from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "helpline.care"
    label = "care"
