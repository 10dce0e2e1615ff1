from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "helpline.cases"
    label = "cases"
