from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "helpline.retention"
    label = "retention"
