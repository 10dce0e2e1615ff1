"""What this room offers beside a contact and a case, and how it words its lines on a case's timeline."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpline.accounts.models import User
from helpline.cases import offers as case_offers
from helpline.cases import timeline
from helpline.cases.models import Case, LineKind, TimelineLine
from helpline.cases.timeline import Told
from helpline.contacts import offers as contact_offers
from helpline.contacts.models import Contact
from helpline.groups.models import Group
from helpline.groups.policies import may_note_for_case, may_note_for_contact
from helpline.groups.queries import with_groups

LABEL = gettext_lazy("Interest in a peer group")
ORDER = 40


def register() -> None:
    """Put the links beside contacts and cases, and word the timeline's lines."""
    contact_offers.register(
        contact_offers.Offer(
            order=ORDER, label=LABEL, url=contact_offers.at("groups:interest"), allowed=_contact_allowed
        )
    )
    case_offers.register(
        case_offers.Offer(
            order=ORDER, label=LABEL, url=case_offers.at("groups:interest"), allowed=_case_allowed
        )
    )
    timeline.register(LineKind.GROUP, describe)


def _contact_allowed(user: User, contact: Contact) -> bool:
    return contact.programme_id in with_groups() and may_note_for_contact(user, contact)


def _case_allowed(user: User, case: Case) -> bool:
    return case.programme_id in with_groups() and may_note_for_case(user, case)


def describe(lines: Sequence[TimelineLine]) -> list[Told]:
    """Each line in words; with the address of the group as long as there is one."""
    there = set(Group.objects.filter(pk__in=[line.object_id for line in lines]).values_list("pk", flat=True))
    return [
        Told(
            _words(line.codes["what"]),
            reverse("groups:show", args=[line.object_id]) if line.object_id in there else "",
        )
        for line in lines
    ]


def _words(what: str) -> str:
    sentences = {
        "interest": _("Would like to join a peer group"),
        "joined": _("Takes part in a peer group"),
        "left": _("Stopped with a peer group"),
        "finished": _("Took part in a peer group to the end"),
    }
    return sentences.get(what, _("Peer group"))
