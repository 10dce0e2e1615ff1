"""This room's own lines of a timeline, in words: the case itself, its contacts, notes and tasks."""

from collections.abc import Callable, Mapping, Sequence
from types import ModuleType

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpline.accounts.models import User
from helpline.cases.models import LineKind, TaskKind, TimelineLine
from helpline.cases.states import CaseState
from helpline.cases.timeline import Told
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState
from helpline.programmes.models import Channel

_STATE_SENTENCES: Mapping[str, str | Promise] = {
    "opened": gettext_lazy("Case opened"),
    "renamed": gettext_lazy("Alias changed"),
    "extended": gettext_lazy("Kept longer"),
    "let_go": gettext_lazy("Belongs to nobody any more"),
    "code_made": gettext_lazy("Return code given"),
    "digits_made": gettext_lazy("Digits for the phone given"),
    "codes_ended": gettext_lazy("Codes ended"),
    "read": gettext_lazy("Notes read by somebody else than the owner"),
}
_NOTE_SENTENCES: Mapping[str, str | Promise] = {
    "written": gettext_lazy("Note"),
    "removed": gettext_lazy("Text of a note taken away"),
}
_TASK_SENTENCES: Mapping[str, str | Promise] = {
    "set": gettext_lazy("To do: %(task)s"),
    "done": gettext_lazy("Done: %(task)s"),
    "dropped": gettext_lazy("No longer needed: %(task)s"),
    "moved": gettext_lazy("At another moment: %(task)s"),
}


def register(timeline: ModuleType) -> None:
    """Register the four wordings."""
    wordings: Mapping[str, Callable[[Sequence[TimelineLine]], list[Told]]] = {
        LineKind.STATE: _of_states,
        LineKind.CONTACT: _of_contacts,
        LineKind.NOTE: _of_notes,
        LineKind.TASK: _of_tasks,
    }
    for kind, describe in wordings.items():
        timeline.register(kind, describe)


def _of_states(lines: Sequence[TimelineLine]) -> list[Told]:
    owners = [line.codes["to"] for line in lines if line.codes.get("did") in ("taken", "handed_over")]
    names = dict(User.objects.filter(pk__in=owners).values_list("pk", "name")) if owners else {}
    return [Told(_state_sentence(line, names)) for line in lines]


def _state_sentence(line: TimelineLine, names: Mapping[int, str]) -> str:
    did = line.codes.get("did", "")
    if did == "moved":
        return _("State: %(state)s") % {"state": CaseState(line.codes["to"]).label}
    if did == "taken":
        return _("Taken over by %(name)s") % {"name": names.get(line.codes["to"], "")}
    if did == "handed_over":
        return _("Handed over to %(name)s") % {"name": names.get(line.codes["to"], "")}
    return str(_STATE_SENTENCES.get(did, LineKind.STATE.label))


def _of_contacts(lines: Sequence[TimelineLine]) -> list[Told]:
    ids = [line.object_id for line in lines if line.object_id]
    found = {contact.pk: contact for contact in Contact.objects.filter(pk__in=ids)}
    return [_contact_told(line, found.get(line.object_id) if line.object_id else None) for line in lines]


def _contact_told(line: TimelineLine, contact: Contact | None) -> Told:
    channel = str(dict(Channel.choices).get(line.codes.get("channel", ""), LineKind.CONTACT.label))
    if line.codes.get("did") == "unlinked":
        words = _("%(channel)s: does not belong to this case after all") % {"channel": channel}
    elif line.codes.get("how") == "code":
        words = _("%(channel)s, with the code of this case") % {"channel": channel}
    else:
        words = channel
    if contact is None:
        return Told(words)
    if contact.state == ContactState.CLOSED:
        return Told(_("%(contact)s: nobody answered") % {"contact": words})
    if contact.state == ContactState.AT_THE_DOOR:
        return Told(words)
    return Told(words, reverse("contacts:registration", args=[contact.pk]))


def _of_notes(lines: Sequence[TimelineLine]) -> list[Told]:
    return [Told(str(_NOTE_SENTENCES.get(line.codes.get("did", ""), LineKind.NOTE.label))) for line in lines]


def _of_tasks(lines: Sequence[TimelineLine]) -> list[Told]:
    labels = dict(TaskKind.choices)
    told = []
    for line in lines:
        task = labels.get(line.codes.get("what", ""), LineKind.TASK.label)
        sentence = _TASK_SENTENCES.get(line.codes.get("did", ""), "%(task)s")
        told.append(Told(str(sentence) % {"task": task}))
    return told
