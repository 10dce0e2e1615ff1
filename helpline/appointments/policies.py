"""Who may do what with slots and appointments. When it may be done is the states' affair.

Two sides that never meet on one screen. A therapist sees hours of their own and whether a code was used, never a
contact, a case or an alias. A counsellor sees which hours are free and books them.
"""

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.appointments.models import Appointment, Series, Slot
from helpline.cases.models import Case
from helpline.cases.policies import may_work
from helpline.contacts.models import Contact
from helpline.contacts.policies import may_register

BOOK = Permission.APPOINTMENTS_BOOK
OWN = Permission.SLOTS_OWN
SET_UP = Permission.HOURS_EDIT


def may_book(user: User, slot: Slot) -> bool:
    """Book this slot, and see and cancel what is booked in it."""
    return user.can(BOOK, slot.programme_id)


def may_see(user: User, appointment: Appointment) -> bool:
    """See an appointment from the helpline's side."""
    return user.can(BOOK, appointment.programme_id)


def owns(user: User, slot: Slot | Series) -> bool:
    """Change a slot or series: whose it is, as long as that person is a therapist of the programme."""
    return slot.therapist_id == user.pk and user.can(OWN, slot.programme_id)


def may_book_for_contact(user: User, contact: Contact) -> bool:
    """Make an appointment from a contact: who may register it and may book in its programme."""
    return not contact.training and may_register(user, contact) and user.can(BOOK, contact.programme_id)


def may_book_for_case(user: User, case: Case) -> bool:
    """Make an appointment from a case: who works on it and may book in its programme."""
    return may_work(user, case) and user.can(BOOK, case.programme_id)
