"""What a fact and a counter may hold. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from figures.errors import UnknownCode, UnknownCounter, UnknownField

#: the coded fields of a fact; each takes its codes from the programme's code list of the same name
ONE_CODE = (
    "kind",
    "target_group",
    "age_band",
    "gender",
    "police_before",
    "how_found",
    "own_behaviour",
    "concern_about",
    "relation",
    "contact_of_year",
)
MANY_CODES = ("topics", "platforms", "actions_taken", "referrals")
FIELDS = ONE_CODE + MANY_CODES
#: no field of a fact: the reasons that its topics are put under, see `figures.reasons`
REASON = "reason"

#: fields of which the report's tables are counted together. Each reading has an index of its own that holds the facts
#: in order, month by month: like stands beside like, so that the database counts while it reads along, and sorts
#: nothing. A reading has few combinations in a month, however many facts there are
READINGS: Mapping[str, tuple[str, ...]] = {
    "fact_contacts": ("channel", "kind", "target_group", "gender", "contact_of_year"),
    "fact_people": ("age_band", "gender", "relation", "police_before"),
    "fact_worries": ("target_group", "own_behaviour", "concern_about", "how_found"),
    "fact_topics": ("topics", "referrals"),
    "fact_platforms": ("platforms", "actions_taken"),
}

#: how a field with several codes is written
SEPARATOR = "|"
MANY_CODES_LENGTH = 400

#: what can become of an attempt to reach the helpline
ARRIVAL_OUTCOMES = (
    "answered",
    "left_waiting",
    "closed",
    "nobody_on_duty",
    "refused",
    "overload",
    # of calls only
    "left_early",
    "wait_limit",
    "device_unreachable",
    "technical",
)

#: what an appointment with an outside therapist comes to; each is counted on the day it happens
APPOINTMENT_STEPS = ("planned", "attended", "started")
#: what happens with people in peer groups: each person's interest, joining, coming to a meeting, leaving, finishing
GROUP_STEPS = ("interest", "joined", "attended", "left", "finished")

CODE = re.compile(r"[a-z0-9_]{1,40}")


@dataclass(frozen=True, slots=True)
class CounterRule:
    """Where a counter may be written, and what its code may be.

    grains: the tables. code_list: the code list its code is of. codes: the codes it may have; EVERY_CODE allows each.
    shape: what its code looks like as a whole, and second_shape its second code; for numbers of versions and their
    parts. With none of these, the code begins with a channel.
    """

    grains: frozenset[str]
    code_list: str = ""
    codes: frozenset[str] = frozenset()
    shape: str = ""
    second_shape: str = ""


#: the types of pages whose readings are counted
PAGE_TYPES = frozenset({"home", "theme", "article", "questions", "campaign", "professionals", "self_help"})
#: for counters whose codes are made by people: campaigns
EVERY_CODE = frozenset({"*"})

#: a version of something that is published, by its number
_VERSION = r"s[0-9]{1,10}"
#: a key of self-help: of a programme, a module, a chapter
_PART = r"[a-z][a-z0-9_]{0,23}"

COUNTERS: Mapping[str, CounterRule] = {
    # code: "<channel>.<outcome>"
    "arrivals": CounterRule(frozenset({"day", "hour"})),
    # appointments with an outside therapist; code: the step
    "appointments": CounterRule(frozenset({"day"}), codes=frozenset(APPOINTMENT_STEPS)),
    # peer groups; code: the step
    "peer_groups": CounterRule(frozenset({"day"}), codes=frozenset(GROUP_STEPS)),
    # readings of pages; code: the type of page
    "page_visits": CounterRule(frozenset({"day"}), codes=PAGE_TYPES),
    # arrivals through a banner, and readings that did not come from within the site; code: the campaign
    "campaign_clicks": CounterRule(frozenset({"day"}), codes=EVERY_CODE),
    "campaign_visits": CounterRule(frozenset({"day"}), codes=EVERY_CODE),
    # the advice module; code: the version walked (s12), or a node of it (s12_n7, by its place in the version)
    "advice_starts": CounterRule(frozenset({"day"}), shape=_VERSION),
    "advice_reached": CounterRule(frozenset({"day"}), shape=_VERSION),
    "advice_handovers": CounterRule(frozenset({"day"}), shape=_VERSION),
    # second code: none for "was asked", "answered", an option (o2, by its place), or "to_chat": handed over from there
    "advice_steps": CounterRule(
        frozenset({"month"}),
        shape=rf"{_VERSION}_n[0-9]{{1,4}}",
        second_shape=r"|answered|o[0-9]{1,3}|to_[a-z]{1,10}",
    ),
    # answered contacts that were never registered and reached the end of their term; code: the channel
    "never_registered": CounterRule(frozenset({"month"})),
    # calls within an hour of a missed one; code: whole minutes since it (m00 to m60). Above what these hours would have
    # brought anyway, they are the same people trying again
    "phone_redials": CounterRule(frozenset({"month"}), shape=r"m(?:[0-5][0-9]|60)"),
    # calls whose caller pressed the key for "I tried before today"
    "phone_tried_before": CounterRule(frozenset({"month"}), codes=frozenset({"yes"})),
    # code: the answer; second code: the channel
    "survey_heard": CounterRule(frozenset({"month"}), "survey_heard"),
    "survey_helped": CounterRule(frozenset({"month"}), "survey_helped"),
    # readings of self-help; code: "<programme>.<module>", and "<programme>.<module>.<chapter>"
    "module_visits": CounterRule(frozenset({"day"}), shape=rf"{_PART}\.{_PART}"),
    "chapter_visits": CounterRule(frozenset({"day"}), shape=rf"{_PART}\.{_PART}\.{_PART}"),
    # how often a score was given, never which; code: "<programme>.<module>"; second code: which of the two
    "module_scores": CounterRule(
        frozenset({"month"}), shape=rf"{_PART}\.{_PART}", second_shape="start|close"
    ),
    # comings back of visitors who chose to keep their workbook with us or in their browser; code: the programme
    "self_help_returns": CounterRule(frozenset({"day"}), shape=_PART),
}


def first_of_month(day: date) -> date:
    """The first day of the month of a day (or of a moment): all a fact knows of time."""
    return date(day.year, day.month, 1)


def check_code(code: str) -> None:
    """Raise UnknownCode when this cannot be a code at all."""
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise UnknownCode("a code is 1 to 40 lower-case letters, digits and underscores")


def check_codes(codes: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return the codes of a fact, without repeats and empty fields, in the order of FIELDS.

    Raises UnknownField and UnknownCode. Whether a code is in its list is asked elsewhere.
    """
    for field in codes:
        if field not in FIELDS:
            raise UnknownField("a fact has no such field")
    checked: dict[str, tuple[str, ...]] = {}
    for field in FIELDS:
        given = codes.get(field, ())
        if isinstance(given, str):
            raise UnknownCode(f"{field} takes a list of codes")
        # In order of the alphabet: the order of clicking is nobody's business.
        values = tuple(sorted(set(given)))
        for value in values:
            check_code(value)
        if field in ONE_CODE and len(values) > 1:
            raise UnknownCode(f"{field} takes one code")
        if len(SEPARATOR.join(values)) > MANY_CODES_LENGTH:
            raise UnknownCode(f"{field} takes fewer codes")
        if values:
            checked[field] = values
    if "kind" not in checked:
        raise UnknownCode("a fact has a kind")
    return checked


def check_counter(name: str, grain: str, n: int) -> CounterRule:
    """Return the rule of a counter. Raises UnknownCounter, also for a count below 1."""
    rule = COUNTERS.get(name)
    if rule is None or grain not in rule.grains:
        raise UnknownCounter("there is no such counter at this grain")
    if n < 1:
        raise UnknownCounter("a counter counts upwards")
    return rule
