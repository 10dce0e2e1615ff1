from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms import finding, kept, publishing
        from cms.panels import RecordChecks
        from helpline.directory import checking
        from helpline.directory import queries as directory

        publishing.listen()
        directory.on_change(kept.forget)  # a changed number shows on every page at once
        # a page is found by the names it shows, and by the glossary's words
        directory.on_change(finding.forget)
        checking.use(RecordChecks())
