"""The catalogue: every table there is, as data. What is not in it is not counted, shown or exported.

Each table says what it counts, from which source, along which one or two fields, and in words what its numbers mean.
`tables` makes them, `disclosure` decides what of them may be seen.
"""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from figures.errors import UnknownTable
from figures.periods import Grain
from figures.spec import Share, Source, Spec

HELPWANTED, STOPITNOW = "helpwanted", "stopitnow"
#: facts of these kinds are no contacts of anybody
NOT_COUNTED = ("test",)


THEMES = {
    "contacts": _("Contacts"),
    "people": _("People"),
    "subjects": _("What it is about"),
    "reach": _("Reaching us"),
    "self_help": _("Advice and self-help"),
}

_CONTACTS, _CALLS = _("contacts"), _("calls")
_BY_PHONE = (("channel", "phone"),)
_ONE_CODE = _("Each contact is counted once. Percentages are of the contacts of which this is known.")
_MANY_CODES = _(
    "A contact can have several, so the rows add up to more than the contacts. Percentages are of the contacts of "
    "which this is known."
)


def _facts(name: str, theme: str, title: Promise, rows: str, note: Promise, **more: object) -> Spec:
    return Spec(name, theme, title, note, _CONTACTS, Source.FACTS, rows, **more)  # type: ignore[arg-type]


CATALOGUE: tuple[Spec, ...] = (
    _facts(
        "contacts_by_channel",
        "contacts",
        _("Contacts by channel"),
        "channel",
        _(
            "Every registered contact, test contacts left out. In the advice module: every walk that reached advice."
        ),
    ),
    _facts(
        "contacts_by_month",
        "contacts",
        _("Contacts by month"),
        "month",
        _("Every registered contact in the month it began."),
        columns="channel",
        chart="lines",
    ),
    _facts("kinds", "contacts", _("Kinds of contact"), "kind", _ONE_CODE, columns="channel"),
    _facts(
        "how_found",
        "contacts",
        _("How people found us"),
        "how_found",
        _ONE_CODE,
    ),
    Spec(
        "never_registered",
        "contacts",
        _("Answered and never registered"),
        _(
            "Contacts that were answered and reached the end of their term without a registration. They are in no "
            "other table of contacts."
        ),
        _CONTACTS,
        Source.MONTHS,
        "channel",
        counters=("never_registered",),
        parts=("channel",),
        share=Share.NONE,
    ),
    _facts(
        "target_groups",
        "people",
        _("Target groups by channel"),
        "target_group",
        _("Each contact is counted once. Percentages are of all contacts of that group: how it came."),
        columns="channel",
        share=Share.WITHIN_ROW,
        chart="stacked",
    ),
    _facts("ages", "people", _("Age"), "age_band", _ONE_CODE),
    _facts(
        "gender_by_age",
        "people",
        _("Gender by age"),
        "age_band",
        _("Each contact is counted once. Percentages are of the contacts of that age whose gender is known."),
        columns="gender",
        share=Share.WITHIN_ROW,
        chart="stacked",
    ),
    _facts(
        "gender_by_target_group",
        "people",
        _("Gender by target group"),
        "target_group",
        _(
            "Each contact is counted once. Percentages are of the contacts of that group whose gender is known."
        ),
        columns="gender",
        share=Share.WITHIN_ROW,
        chart="stacked",
    ),
    _facts(
        "persons",
        "people",
        _("Persons and how often they came"),
        "contact_of_year",
        _(
            "Nobody is recognised. Each registration says which contact of this person in the calendar year it is, "
            "told by the person or known from a case. First contacts are persons; second contacts are persons who came "
            "more than once. What is unknown makes both an interval."
        ),
        grain=Grain.YEARS,
    ),
    _facts(
        "persons_by_target_group",
        "people",
        _("Persons by target group"),
        "target_group",
        _("First contacts of the year are persons; second contacts are persons who came more than once."),
        columns="contact_of_year",
        grain=Grain.YEARS,
        share=Share.WITHIN_ROW,
    ),
    _facts("topics", "subjects", _("Topics"), "topics", _MANY_CODES),
    _facts("platforms", "subjects", _("Where online"), "platforms", _MANY_CODES),
    _facts(
        "police_before",
        "subjects",
        _("Contact with the police before"),
        "police_before",
        _ONE_CODE,
    ),
    _facts(
        "own_behaviour",
        "subjects",
        _("Own feelings or behaviour"),
        "own_behaviour",
        _(
            "Contacts of people who are worried about themselves. Percentages are of those of whom it is known."
        ),
        where=(("target_group", "own_behaviour"),),
        only=(STOPITNOW,),
    ),
    _facts(
        "concern_about",
        "subjects",
        _("Worried about somebody else: about what"),
        "concern_about",
        _("Contacts of people who are worried about another. Percentages are of those of whom it is known."),
        where=(("target_group", "concern_about_other"),),
        only=(STOPITNOW,),
    ),
    _facts(
        "relation",
        "subjects",
        _("Who the other is"),
        "relation",
        _ONE_CODE,
    ),
    _facts("actions_taken", "subjects", _("What was done or advised"), "actions_taken", _MANY_CODES),
    _facts("referrals", "subjects", _("Referred to"), "referrals", _MANY_CODES),
    Spec(
        "calls",
        "reach",
        _("Calls and what became of them"),
        _(
            "Every call that came in. Each but the answered ones is a missed call, by its cause. Missed calls are not "
            "missed people: the same person may have tried again."
        ),
        _CALLS,
        Source.DAYS,
        "arrival_outcome",
        where=_BY_PHONE,
        counters=("arrivals",),
        parts=("channel", "arrival_outcome"),
        grain=Grain.DAYS,
    ),
    Spec(
        "calls_by_hour",
        "reach",
        _("Calls by weekday and hour"),
        _("Every call that came in, by the hour it came in, Amsterdam time."),
        _CALLS,
        Source.HOURS,
        "hour",
        columns="weekday",
        where=_BY_PHONE,
        counters=("arrivals",),
        parts=("channel", "arrival_outcome"),
        share=Share.NONE,
        chart="heat",
    ),
    Spec(
        "missed_by_hour",
        "reach",
        _("Missed calls by weekday and hour"),
        _("Calls that were not answered, for whatever cause, by the hour they came in, Amsterdam time."),
        _CALLS,
        Source.HOURS,
        "hour",
        columns="weekday",
        where=(("call_result", "missed"), *_BY_PHONE),
        counters=("arrivals",),
        parts=("channel", "arrival_outcome"),
        share=Share.NONE,
        chart="heat",
    ),
    Spec(
        "answered_by_hour",
        "reach",
        _("Answered calls by weekday and hour"),
        _("Calls that were answered, by the hour they came in, Amsterdam time."),
        _CALLS,
        Source.HOURS,
        "hour",
        columns="weekday",
        where=(("call_result", "answered"), *_BY_PHONE),
        counters=("arrivals",),
        parts=("channel", "arrival_outcome"),
        share=Share.NONE,
        chart="heat",
    ),
    Spec(
        "arrivals",
        "reach",
        _("Attempts to reach us"),
        _(
            "Everybody who stood at a door, by what became of it. Attempts, not persons: who tried twice counts twice."
        ),
        _("attempts"),
        Source.DAYS,
        "arrival_outcome",
        columns="channel",
        counters=("arrivals",),
        parts=("channel", "arrival_outcome"),
        grain=Grain.DAYS,
    ),
    Spec(
        "appointments",
        "reach",
        _("Appointments with an outside therapist"),
        _(
            "Counted on the day of each step, so a treatment that starts in January belongs to the new year. A moved "
            "appointment counts once; one that was cancelled stays planned."
        ),
        _("appointments"),
        Source.DAYS,
        "appointment_step",
        counters=("appointments",),
        parts=("appointment_step",),
        grain=Grain.DAYS,
        share=Share.NONE,
        only=(STOPITNOW,),
        chart="funnel",
    ),
    Spec(
        "peer_groups",
        "reach",
        _("Peer groups"),
        _(
            "Counted on the day of each step. Came to a meeting counts each person at each meeting; the other steps "
            "count each person of a group once. Who left and came back has joined twice."
        ),
        _("steps"),
        Source.DAYS,
        "group_step",
        counters=("peer_groups",),
        parts=("group_step",),
        grain=Grain.DAYS,
        share=Share.NONE,
    ),
    Spec(
        "campaign",
        "reach",
        _("Campaigns"),
        _("Clicks: arrivals through a banner. Visits: readings of the campaign's pages."),
        _("clicks and visits"),
        Source.DAYS,
        "campaign",
        columns="counter",
        counters=("campaign_clicks", "campaign_visits"),
        parts=("campaign",),
        grain=Grain.DAYS,
        share=Share.NONE,
    ),
    Spec(
        "pages",
        "reach",
        _("Readings of pages"),
        _(
            "Every answered request for a page, by its type. Nobody is recognised, so nobody is new or returning."
        ),
        _("readings"),
        Source.DAYS,
        "page_type",
        counters=("page_visits",),
        parts=("page_type",),
        grain=Grain.DAYS,
    ),
    Spec(
        "survey_heard",
        "reach",
        _("Felt heard"),
        _("Answers to one question after the conversation. Answering is free, so this is not everybody."),
        _("answers"),
        Source.MONTHS,
        "survey_heard",
        counters=("survey_heard",),
        parts=("survey_heard",),
    ),
    Spec(
        "survey_helped",
        "reach",
        _("Knows what to do now"),
        _("Answers to one question after the conversation. Answering is free, so this is not everybody."),
        _("answers"),
        Source.MONTHS,
        "survey_helped",
        counters=("survey_helped",),
        parts=("survey_helped",),
    ),
    Spec(
        "advice_funnel",
        "self_help",
        _("The advice module"),
        _(
            "Walks that began, walks that reached advice, and walks whose answers were taken along to a counsellor."
        ),
        _("walks"),
        Source.DAYS,
        "counter",
        counters=("advice_starts", "advice_reached", "advice_handovers"),
        parts=("version",),
        grain=Grain.DAYS,
        share=Share.NONE,
        chart="funnel",
    ),
    Spec(
        "self_help_visits",
        "self_help",
        _("Visits to self-help modules"),
        _("Every reading of a module's first page. Nobody is recognised."),
        _("visits"),
        Source.DAYS,
        "module",
        counters=("module_visits",),
        parts=("module",),
        grain=Grain.DAYS,
    ),
    Spec(
        "self_help_returns",
        "self_help",
        _("Visitors who came back to self-help"),
        _("Known only from visitors who chose to keep their workbook; others cannot be recognised."),
        _("visits"),
        Source.DAYS,
        "self_help",
        counters=("self_help_returns",),
        parts=("self_help",),
        grain=Grain.DAYS,
        share=Share.NONE,
    ),
)

#: a code that is the sum of others: of which field, and which of its codes it leaves out
SUMS: dict[tuple[str, str], tuple[str, frozenset[str]]] = {
    ("call_result", "missed"): ("arrival_outcome", frozenset({"answered"})),
}


def specs(programme: str, names: Sequence[str] = ()) -> list[Spec]:
    """The tables of a programme, or those of these names. Raises UnknownTable."""
    found = [spec for spec in CATALOGUE if not spec.only or programme in spec.only]
    if not names:
        return found
    by_name = {spec.name: spec for spec in found}
    for name in names:
        if name not in by_name:
            raise UnknownTable(name)
    return [by_name[name] for name in names]
