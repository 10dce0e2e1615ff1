"""Releases: attacked, frozen, made again; and the three criteria of the Article 29 Working Party (WP216)."""

from datetime import date

import pytest
from django.utils import translation

from figures import releases
from figures.disclosure import is_small
from figures.disclosure.attack import narrowed
from figures.disclosure.differencing import Publication, told
from figures.disclosure.rounding import rounded
from figures.facts import write_fact
from figures.models import Release
from figures.periods import Period, year
from figures.releases import ReleaseRefused, cut
from figures.report import View, exact, make
from helpline.audit.models import Entry
from helpline.programmes.models import Programme
from helpline.programmes.queries import programme_by_slug
from tests.figures.disclosure.tables import Whole, two_way

pytestmark = pytest.mark.usefixtures("demo")
SPRING = Period(date(2021, 1, 1), date(2021, 6, 30))
TODAY = date(2022, 2, 1)


@pytest.fixture
def stopitnow(demo: None) -> Programme:
    found = programme_by_slug("stopitnow")
    assert found is not None
    return found


def released(programme: Programme, period: Period) -> Release:
    return releases.release(programme=programme, period=period, by="system", today=TODAY)


def test_a_release_is_frozen_and_can_be_made_again(stopitnow: Programme) -> None:
    made = released(stopitnow, year(2021))
    assert releases.is_intact(made)
    for month in range(1, 6):
        write_fact(
            programme="stopitnow", month=date(2021, month, 1), channel="chat", codes={"kind": ["joke"]}
        )
    kept = Release.objects.get()
    assert releases.is_intact(kept)
    assert releases.checksum(releases.made_again(kept)) == kept.checksum
    kept.content["numbers"][0][2] += 5
    assert not releases.is_intact(kept)
    (entry,) = Entry.objects.filter(action="figures.released")
    assert entry.programme == "stopitnow"


def test_a_release_reads_as_the_report_did(stopitnow: Programme) -> None:
    with translation.override("en"):
        report = releases.report_of(released(stopitnow, year(2021)), stopitnow)
        now = make(stopitnow, year(2021), view=View.RELEASE)
    assert {name: dict(table.values) for name, table in report.now.tables.items()} == {
        name: dict(table.values) for name, table in now.now.tables.items()
    }
    assert report.now.figures == now.now.figures
    ages = report.now.tables["ages"].layout.rows
    assert ages.label("up_to_18") == "Up to and including 18"


def test_pieces_of_time() -> None:
    assert cut([year(2021), SPRING]) == [SPRING, Period(date(2021, 7, 1), date(2021, 12, 31))]
    apart = [year(2019), year(2021)]
    assert cut(apart) == apart


def test_what_could_be_worked_out_is_refused_with_its_cells(
    stopitnow: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: a "rounding" that leaves the numbers as they are, one table of which tells a 2."""

    def careless(values: dict, sums: list, seed: bytes) -> dict:  # type: ignore[type-arg]
        found = rounded(values, sums, seed)
        persons = ("contacts", (("contact_of_year", "second"), ("target_group", "other")))
        assert values[persons] == 2
        return {**found, persons: -2}

    monkeypatch.setattr(releases, "rounded", careless)
    with pytest.raises(ReleaseRefused) as refused:
        released(stopitnow, year(2021))
    assert any("contact_of_year=second, target_group=other" in cell for cell in refused.value.cells)
    assert not Release.objects.exists()


def test_wp216_singling_out(stopitnow: Programme) -> None:
    """No released number shows one person: there is no 1 to 4, and no true 1 to 4 has fewer than four values."""
    made = released(stopitnow, year(2021))
    numbers = [n for _population, _pairs, n in made.content["numbers"]]
    assert all(n % 5 == 0 for n in numbers)
    true = [n for _population, _pairs, n in made.inputs]
    assert sum(map(is_small, true)) > 50, "the demo has enough that could be singled out"


def test_wp216_linkability(stopitnow: Programme) -> None:
    """Two releases about overlapping months cannot be linked to tell what is in one and not in the other."""
    released(stopitnow, SPRING)
    released(stopitnow, year(2021))
    counted = exact(stopitnow, year(2021), [])
    assert counted.values == {}
    assert Release.objects.count() == 2


def test_wp216_inference() -> None:
    """That all known cases of a group share a trait cannot be inferred: the empty cells beside it stay open."""
    values, sums = two_way([[4, 0, 0], [30, 20, 10]])
    for number in range(20):
        shown = rounded(values, sums, number.to_bytes(16, "big"))
        bounds = {name: (max(n - 4, 0), n + 4) for name, n in shown.items()}
        beside = ["0,1", "0,2"]
        assert narrowed(bounds, sums, beside, wanted=2) == {}


def test_the_attack_would_find_numbers_that_are_not_rounded() -> None:
    """The fault, planted: a table with its exact total between rounded ones."""
    publication = Publication(
        "p", {"all": 2, "a": 2, "b": 0}, {"all": -2, "a": 0, "b": 0}, [Whole("all", ("a", "b"))]
    )
    assert ("p", "a") in told([publication], {})
