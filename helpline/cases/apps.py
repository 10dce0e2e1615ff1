from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "helpline.cases"
    label = "cases"

    def ready(self) -> None:
        """Word this room's own lines of a timeline, have keyed codes read, and offer a case beside every contact."""
        from helpline.cases import policies, returning, timeline, wording
        from helpline.contacts import offers
        from helpline.programmes import keycodes

        wording.register(timeline)
        keycodes.register("case", returning.read_keyed)
        offers.register(
            offers.Offer(
                order=10,
                label=_("Case"),
                url=lambda contact: reverse("cases:beside", args=[contact.pk]),
                allowed=policies.may_put_in_a_case,
            )
        )
