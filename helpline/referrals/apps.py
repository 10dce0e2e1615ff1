from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "helpline.referrals"
    label = "referrals"

    def ready(self) -> None:
        from helpline.referrals import following, offers, timeline

        following.register()
        offers.register()
        timeline.register()
