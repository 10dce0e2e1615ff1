"""The kinds of data and their terms in words, for people. A kind that nobody worded is shown by its code."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_KINDS: Mapping[str, Promise] = {
    "conversation": _("Chats"),
    "used_ticket": _("Used tickets of sockets"),
    "kept_workbook": _("Workbooks kept under a code"),
    "correspondence": _("Letters of the post"),
    "risk_record": _("Risk records"),
    "referral": _("Referrals"),
    "hotline_report": _("Reports to the hotline"),
    "appointment": _("Appointments with a therapist"),
    "slot": _("Hours of therapists"),
    "slot_series": _("Weekly hours of therapists"),
    "group": _("Peer groups"),
    "group_interest": _("Interest in a peer group"),
    "team_talk": _("Talks of a team"),
    "debrief": _("Notes to the shift lead"),
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
    "post": _("Letters of the post"),
    "contact": _("A contact"),
    "attempt": _("An attempt that nobody answered"),
    "case": _("A case that goes on"),
    "closed_case": _("A closed case"),
    "request": _("A request of a professional"),
    "handled_request": _("A request that was handled"),
    "draft": _("A draft of a form"),
    "team_talk": _("What a team said in a day"),
    "debrief": _("A note to the shift lead"),
    "risk_record": _("A risk record without a case"),
    "referral": _("A referral without a case"),
    "hotline_report": _("That something was passed on to the hotline"),
    "appointment": _("An appointment with a therapist"),
    "cancelled_appointment": _("A cancelled appointment"),
    "slot": _("An hour of a therapist"),
    "group": _("A peer group"),
    "group_interest": _("Interest in a peer group"),
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
    "the last letter": _("the last letter of either side"),
    "the last change": _("its last change"),
    "what was said": _("the day on which it was said"),
    "writing it": _("the moment it was written"),
    "it was closed, without a case": _("the day it was closed"),
    "it was made, without a case": _("the day it was made"),
    "it was passed on": _("the day it was passed on"),
    "the day of the slot": _("the day of the appointment"),
    "its end": _("its end"),
    "the last meeting": _("the last meeting"),
    "the day it was noted": _("the day it was noted"),
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
