"""What a journey can ask inside a house about appointments (see tests.journeys.inside)."""

from datetime import timedelta


def appointments_fresh(slug: str, therapist: str) -> None:
    """No hour, no appointment and no group; the programme makes appointments, and the therapist has a number."""
    from helpline.accounts.models import User
    from helpline.appointments.actions import service
    from helpline.appointments.models import Appointment, Series, Service, Slot
    from helpline.groups.models import Group, Interest
    from helpline.programmes.models import Programme
    from tests.journeys.clearing import clear

    clear(Appointment, Slot, Series, Interest, Group)
    Service.objects.update_or_create(programme=Programme.objects.get(slug=slug), defaults={"is_on": True})
    jonas = User.objects.get(email=therapist)
    service.set_number(therapist=jonas, number="+31850000021", by=jonas)


def appointment_made(slug: str, therapist: str, counsellor: str) -> dict[str, str]:
    """An appointment some hours ahead: its code in words and digits, and the path of a link to report with."""
    from django.conf import settings
    from django.utils import timezone

    from helpline.accounts.models import User
    from helpline.appointments import notices
    from helpline.appointments.actions import booking, reporting
    from helpline.appointments.models import Slot
    from helpline.programmes.models import Programme

    starts_at = timezone.now() + timedelta(hours=4)
    slot = Slot.objects.create(
        programme=Programme.objects.get(slug=slug),
        therapist=User.objects.get(email=therapist),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=45),
    )
    appointment, code = booking.book(slot=slot, by=User.objects.get(email=counsellor))
    token = reporting.make_link(appointment=appointment, by=None)
    link = notices.link_of(appointment, token).removeprefix(settings.PUBLIC_URL)
    return {"words": code.words, "digits": code.digits.replace(" ", ""), "link": link}


def appointment_begins() -> None:
    """Every appointment that is booked began some minutes ago."""
    from django.utils import timezone

    from helpline.appointments.models import Slot

    now = timezone.now()
    Slot.objects.filter(appointments__state="booked").update(
        starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(minutes=40)
    )


def appointment_states() -> list[str]:
    """The states of the appointments there are."""
    from helpline.appointments.models import Appointment

    return sorted(Appointment.objects.values_list("state", flat=True))
