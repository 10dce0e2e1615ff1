from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "helpline.drafts"
    label = "drafts"
