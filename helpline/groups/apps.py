from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "helpline.groups"
    label = "groups"
