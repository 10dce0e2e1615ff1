from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "helpline.team"
    label = "team"
