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
    REQUESTS_HANDLE = "requests.handle"
    FIGURES_VIEW = "figures.view"
    HOURS_EDIT = "hours.edit"
    CODES_EDIT = "codes.edit"
    TEXTS_EDIT = "texts.edit"
    CONTENT_EDIT = "content.edit"
    SLOTS_OWN = "slots.own"
    PEOPLE_MANAGE = "people.manage"
    SYSTEM_MANAGE = "system.manage"


ROLE_PERMISSIONS: dict[str, frozenset[str]] = {
    Role.COUNSELLOR: frozenset(
        {Permission.CHAT_ANSWER, Permission.PHONE_ANSWER, Permission.CONTACT_REGISTER}
    ),
    Role.SHIFT_LEAD: frozenset(
        {
            Permission.CHAT_ANSWER,
            Permission.CHAT_LEAD,
            Permission.PHONE_ANSWER,
            Permission.CONTACT_REGISTER,
            Permission.CONTACT_CORRECT,
            Permission.REQUESTS_HANDLE,
        }
    ),
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
