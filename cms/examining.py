"""What the content checks find in a page or in a record of the directory, and where an editor mends it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from cms import page_content, record_content
from cms.checks import wording
from cms.checks.findings import Code, Finding, Severity, blocks_publishing
from cms.checks.run import check, check_record, weight
from cms.checks.text import Content
from cms.gathering import Place
from cms.models import SitePage
from helpline.directory.records import Record

#: what can be examined
Subject = SitePage | Record


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with its place in the editor's form."""

    finding: Finding
    place: Place

    def in_a_sentence(self) -> str:
        """The whole of it on one line, for a form that refuses."""
        words = {"where": self.place.words, "what": self.finding.message, "do": self.finding.suggestion}
        return _("%(where)s: %(what)s %(do)s") % words


@dataclass(frozen=True, slots=True)
class Report:
    """All that an editor is told. reading: how hard the text reads, in a sentence; "" when that says nothing."""

    told: list[Told]
    reading: str

    @property
    def blocking(self) -> list[Told]:
        """What must be mended before visitors may see it."""
        return [each for each in self.told if each.finding.severity is Severity.ERROR]

    @property
    def blocks_publishing(self) -> bool:
        """Whether something must be mended first."""
        return blocks_publishing([each.finding for each in self.told])


def report_on(subject: Subject, today: date) -> Report:
    """What an editor should know about a page or record as it is now, saved or not; the heaviest first."""
    return _on_page(subject, today) if isinstance(subject, SitePage) else _on_record(subject, today)


def examine(subject: Subject, today: date) -> list[Finding]:
    """The findings alone."""
    return [each.finding for each in report_on(subject, today).told]


def _on_page(page: SitePage, today: date) -> Report:
    walk = page_content.gathered(page)
    content = page_content.as_content(page, walk)
    reading = wording.measured(content)
    told = _told(check(content, today), walk.places, _("page"))
    return Report(told, str(wording.in_words(reading)) if reading is not None else "")


def _on_record(record: Record, today: date) -> Report:
    told: list[Told] = []
    readings: list[str] = []
    for language, name in settings.LANGUAGES:
        found = record_content.gathered(record, language)
        content = record_content.as_content(record, found, language)
        told += _told(check_record(content, today), found.places, name)
        readings += _reading(content)
    told += [_without_english(place) for place in record_content.without_english(record)]
    return Report(sorted(told, key=lambda each: weight(each.finding)), " ".join(readings))


def _reading(content: Content) -> list[str]:
    """How hard one language of a record reads; most are too short for a formula, and then nothing is said."""
    reading = wording.measured(content)
    return [str(wording.in_words(reading))] if reading is not None and reading.is_long_enough else []


def _told(findings: Iterable[Finding], places: Mapping[str, Place], whole: str) -> list[Told]:
    return [Told(each, places.get(each.where, Place(whole))) for each in findings]


def _without_english(place: Place) -> Told:
    finding = Finding(
        Severity.ADVICE,
        Code.ENGLISH_MISSING,
        _("There is no English text: English readers get the Dutch one."),
        place.field,
    )
    return Told(finding, place)
