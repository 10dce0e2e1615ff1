from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "helpline.guides"
    label = "guides"
