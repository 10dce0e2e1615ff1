from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "helpline.watch"
    label = "watch"
