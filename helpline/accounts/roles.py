"""Roles as named lists of permissions. A role is held in one programme; an administrator is one everywhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody does here. Held per programme."""

    COUNSELLOR = "counsellor", _("Counsellor")
    SHIFT_LEAD = "shift_lead", _("Shift lead")
    PROGRAMME_MANAGER = "programme_manager", _("Programme manager")
    EDITOR = "editor", _("Editor")
    THERAPIST = "therapist", _("Therapist")


class Permission(models.TextChoices):
    """What may be allowed. The value is the permission's name in code, audit and docs."""

    CHAT_ANSWER = "chat.answer"
    CHAT_LEAD = "chat.lead"
    PHONE_ANSWER = "phone.answer"
    CONTACT_REGISTER = "contact.register"
    CONTACT_CORRECT = "contact.correct"
    CASES_WORK = "cases.work"
    CASES_LEAD = "cases.lead"
    RISK_LEAD = "risk.lead"
    REFERRALS_MAKE = "referrals.make"
    POST_ANSWER = "post.answer"
    POST_LEAD = "post.lead"
    APPOINTMENTS_BOOK = "appointments.book"
    GROUPS_RUN = "groups.run"
    REQUESTS_HANDLE = "requests.handle"
    FIGURES_VIEW = "figures.view"
    HOURS_EDIT = "hours.edit"
    CODES_EDIT = "codes.edit"
    TEXTS_EDIT = "texts.edit"
    CONTENT_EDIT = "content.edit"
    SLOTS_OWN = "slots.own"
    PEOPLE_MANAGE = "people.manage"
    SYSTEM_MANAGE = "system.manage"


#: what everybody does who answers people
COUNSELLING: frozenset[str] = frozenset(
    {
        Permission.CHAT_ANSWER,
        Permission.PHONE_ANSWER,
        Permission.POST_ANSWER,
        Permission.CONTACT_REGISTER,
        Permission.CASES_WORK,
        Permission.REFERRALS_MAKE,
        Permission.APPOINTMENTS_BOOK,
        Permission.GROUPS_RUN,
    }
)

ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    Role.COUNSELLOR: COUNSELLING,
    Role.SHIFT_LEAD: COUNSELLING
    | {
        Permission.CHAT_LEAD,
        Permission.CONTACT_CORRECT,
        Permission.CASES_LEAD,
        Permission.RISK_LEAD,
        Permission.POST_LEAD,
        Permission.REQUESTS_HANDLE,
    },
    Role.PROGRAMME_MANAGER: frozenset(
        {
            Permission.FIGURES_VIEW,
            Permission.HOURS_EDIT,
            Permission.CODES_EDIT,
            Permission.TEXTS_EDIT,
            Permission.REQUESTS_HANDLE,
        }
    ),
    Role.EDITOR: frozenset({Permission.CONTENT_EDIT}),
    Role.THERAPIST: frozenset({Permission.SLOTS_OWN}),
}

#: what an administrator may do, in every programme. Chats and figures are not among it.
ADMINISTRATOR_PERMISSIONS: frozenset[str] = frozenset(
    {
        Permission.PEOPLE_MANAGE,
        Permission.SYSTEM_MANAGE,
        Permission.HOURS_EDIT,
        Permission.CODES_EDIT,
        Permission.TEXTS_EDIT,
        Permission.CONTENT_EDIT,
    }
)

#: any of these opens Django's admin; what stands inside asks per model and programme
TECHNICAL_PERMISSIONS: tuple[str, ...] = (
    Permission.SYSTEM_MANAGE,
    Permission.HOURS_EDIT,
    Permission.CODES_EDIT,
    Permission.TEXTS_EDIT,
)
