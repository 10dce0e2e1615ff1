"""The kinds of data and their terms in words, for people. A kind that nobody worded is shown by its code."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_KINDS: Mapping[str, Promise] = {
    "conversation": _("Chats"),
    "used_ticket": _("Used tickets of sockets"),
    "kept_workbook": _("Workbooks kept under a code"),
    "case": _("Cases"),
    "contacts": _("Contacts"),
    "draft": _("Drafts of forms"),
    "request": _("Requests of professionals"),
    "phone_call": _("Calls that are over"),
    "provider_record": _("Records deleted at the provider of the phone"),
    "phone_code": _("Return codes for the phone"),
    "phone_tally": _("Tallies of the phone"),
    "data_key": _("Keys of single items"),
    "day_key": _("Keys of days"),
}
_TERMS: Mapping[str, Promise] = {
    "chat": _("A chat"),
    "chat_with_return_code": _("A chat with a return code"),
    "open_chat": _("A chat that was left open"),
    "contact": _("A contact"),
    "attempt": _("An attempt that nobody answered"),
    "case": _("A case that goes on"),
    "closed_case": _("A closed case"),
    "request": _("A request of a professional"),
    "handled_request": _("A request that was handled"),
    "ledger": _("The ledger of what was erased"),
    "nightly_run": _("What was done at night"),
}
_SINCE: Mapping[str, Promise] = {
    "end": _("its end"),
    "last seen": _("the last sign of life"),
    "registration": _("its registration"),
    "the attempt": _("the attempt"),
    "last move": _("its last move"),
    "the day it came": _("the day it came"),
    "the day it was handled": _("the day it was handled"),
    "the erasure": _("the erasure"),
    "the run": _("the run"),
}


def kind(code: str) -> str:
    """The name of a kind that is erased."""
    return str(_KINDS.get(code, code.replace("_", " ")))


def term(code: str) -> str:
    """What a term is of."""
    return str(_TERMS.get(code, code.replace("_", " ")))


def since(code: str) -> str:
    """From when a term counts."""
    return str(_SINCE.get(code, code))
