from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "helpline.requests"
    label = "requests"
