"""How long each kind of data lives: a table, and arithmetic with the time passed in. No Django, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

REFUSED_ATTEMPT_DAYS = 2
CHAT_WITH_CODE_DAYS = 30
POST_DAYS = 30
REQUEST_DAYS = 30
REQUEST_DONE_DAYS = 7
DRAFT_DAYS = 7
TEAM_NOTE_DAYS = 14
RISK_RECORD_DAYS = 90
REFERRAL_DAYS = 90
HOTLINE_REPORT_DAYS = 366
APPOINTMENT_DAYS = 42
CANCELLED_APPOINTMENT_DAYS = 1
GROUP_DAYS = 42
GROUP_INTEREST_DAYS = 84
LEDGER_DAYS = 3 * 366
NIGHTLY_RUN_DAYS = 31


@dataclass(frozen=True, slots=True)
class Term:
    """`length` after `since` ("end", "last seen", "registration", ...) the item is erased."""

    kind: str
    length: timedelta
    since: str

    def ends_at(self, moment: datetime) -> datetime:
        """Return the end of the term of an item for which the clock started at `moment`."""
        return moment + self.length

    def has_passed(self, moment: datetime, now: datetime) -> bool:
        """Say whether the item is to be erased at `now`."""
        return now >= self.ends_at(moment)


def terms(
    *, chat_days: int, contact_days: int, case_days: int = 180, closed_case_days: int = 30
) -> Mapping[str, Term]:
    """Return the house's terms by kind, with those that an installation sets itself."""
    table = (
        Term("chat", timedelta(days=chat_days), "end"),
        Term("chat_with_return_code", timedelta(days=max(chat_days, CHAT_WITH_CODE_DAYS)), "end"),
        Term("open_chat", timedelta(days=chat_days), "last seen"),
        Term("post", timedelta(days=POST_DAYS), "the last letter"),
        Term("contact", timedelta(days=contact_days), "registration"),
        Term("attempt", timedelta(days=REFUSED_ATTEMPT_DAYS), "the attempt"),
        Term("case", timedelta(days=case_days), "last move"),
        Term("closed_case", timedelta(days=closed_case_days), "last move"),
        Term("request", timedelta(days=REQUEST_DAYS), "the day it came"),
        Term("handled_request", timedelta(days=REQUEST_DONE_DAYS), "the day it was handled"),
        Term("draft", timedelta(days=DRAFT_DAYS), "the last change"),
        Term("team_talk", timedelta(days=1), "what was said"),
        Term("debrief", timedelta(days=TEAM_NOTE_DAYS), "writing it"),
        Term("risk_record", timedelta(days=RISK_RECORD_DAYS), "it was closed, without a case"),
        Term("referral", timedelta(days=REFERRAL_DAYS), "it was made, without a case"),
        Term("hotline_report", timedelta(days=HOTLINE_REPORT_DAYS), "it was passed on"),
        Term("appointment", timedelta(days=APPOINTMENT_DAYS), "the day of the slot"),
        Term("cancelled_appointment", timedelta(days=CANCELLED_APPOINTMENT_DAYS), "the day of the slot"),
        Term("slot", timedelta(days=APPOINTMENT_DAYS), "its end"),
        Term("group", timedelta(days=GROUP_DAYS), "the last meeting"),
        Term("group_interest", timedelta(days=GROUP_INTEREST_DAYS), "the day it was noted"),
        Term("ledger", timedelta(days=LEDGER_DAYS), "the erasure"),
        Term("nightly_run", timedelta(days=NIGHTLY_RUN_DAYS), "the run"),
    )
    return {term.kind: term for term in table}
