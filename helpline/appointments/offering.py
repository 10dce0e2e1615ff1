"""What this room offers beside a contact and a case, and how it words its lines on a case's timeline."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpline.accounts.models import User
from helpline.appointments.models import Appointment
from helpline.appointments.policies import may_book_for_case, may_book_for_contact
from helpline.appointments.queries import switched_on
from helpline.cases import offers as case_offers
from helpline.cases import timeline
from helpline.cases.models import Case, LineKind, TimelineLine
from helpline.cases.timeline import Told
from helpline.contacts import offers as contact_offers
from helpline.contacts.models import Contact
from helpline.programmes import doors
from helpline.programmes.models import Programme

LABEL = gettext_lazy("Appointment with a therapist")
ORDER = 30


def register() -> None:
    """Put the links beside contacts and cases, and word the timeline's lines."""
    contact_offers.register(
        contact_offers.Offer(
            order=ORDER,
            label=LABEL,
            url=contact_offers.at("appointments_staff:free"),
            allowed=_contact_allowed,
        )
    )
    case_offers.register(
        case_offers.Offer(
            order=ORDER, label=LABEL, url=case_offers.at("appointments_staff:free"), allowed=_case_allowed
        )
    )
    timeline.register(LineKind.APPOINTMENT, describe)
    doors.register_way_back(
        "appointment",
        doors.WayBack(
            30, _visitors_page, gettext_lazy("See my appointment"), lambda each: each.pk in switched_on()
        ),
    )


def _visitors_page(programme: Programme) -> str:
    return reverse("appointments:open", args=[programme.slug])


def _contact_allowed(user: User, contact: Contact) -> bool:
    return contact.programme_id in switched_on() and may_book_for_contact(user, contact)


def _case_allowed(user: User, case: Case) -> bool:
    return case.programme_id in switched_on() and may_book_for_case(user, case)


def describe(lines: Sequence[TimelineLine]) -> list[Told]:
    """Each line in words; with the address of the appointment as long as there is one."""
    there = set(
        Appointment.objects.filter(pk__in=[line.object_id for line in lines]).values_list("pk", flat=True)
    )
    return [
        Told(
            _words(line.codes),
            reverse("appointments_staff:show", args=[line.object_id]) if line.object_id in there else "",
        )
        for line in lines
    ]


def _words(codes: dict[str, str]) -> str:
    day = date_format(date.fromisoformat(codes["day"]), "j F")
    sentences = {
        "booked": _("Appointment with a therapist on %(day)s"),
        "moved": _("Appointment with a therapist moved to %(day)s"),
        "cancelled": _("Appointment of %(day)s cancelled"),
        "cancelled_by_person": _("Appointment of %(day)s cancelled by the person"),
        "cancelled_by_therapist": _("Appointment of %(day)s cancelled by the therapist"),
        "attended": _("Called for the appointment of %(day)s"),
        "not_attended": _("Did not call for the appointment of %(day)s"),
        "detached": _("Appointment of %(day)s taken from this case: its contact belongs elsewhere"),
        "started": _("Treatment started after the appointment of %(day)s"),
    }
    return sentences.get(codes["what"], _("Appointment of %(day)s")) % {"day": day}
