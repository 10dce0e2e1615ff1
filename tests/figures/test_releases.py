"""Releases: attacked, frozen, made again; and the three criteria of the Article 29 Working Party (WP216)."""

import re
from collections.abc import Mapping
from datetime import date

import pytest
from django.utils import translation

from figures import releases
from figures.catalogue import specs
from figures.disclosure import is_small
from figures.disclosure.attack import narrowed
from figures.disclosure.differencing import Publication, told
from figures.disclosure.rounding import rounded
from figures.disclosure.suppression import suppress
from figures.facts import shuffle_month, write_fact
from figures.models import Fact, Release
from figures.periods import Period, year
from figures.releases import ReleaseRefused, cut
from figures.report import Exact, View, draws, exact, make
from figures.tables import Key
from helpline.audit.models import Entry
from helpline.programmes.models import Programme
from helpline.programmes.queries import programme_by_slug
from tests.figures.disclosure.tables import Whole

pytestmark = pytest.mark.usefixtures("demo")
SPRING = Period(date(2021, 1, 1), date(2021, 6, 30))
AUTUMN = Period(date(2021, 7, 1), date(2021, 12, 31))
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


def attacker(of: Exact, shown: Mapping[Key, int]) -> Publication[Key]:
    """What somebody holds who has a release, and knows how it was made."""
    return Publication("release", of.values, shown, of.relations)


def counted(programme: Programme) -> tuple[Exact, dict[Key, int]]:
    """The demo's year: the true numbers, and what a release shows of them."""
    found = exact(programme, year(2021), specs(programme.slug))
    return found, rounded(found.values, found.relations, draws(programme, year(2021)))


def test_wp216_singling_out(stopitnow: Programme) -> None:
    """Nobody can be singled out: a number that counts 1 to 4 persons could be any of at least four numbers.

    Planted: the same release in which one such number stands as it is, and one in which its neighbours do.
    """
    of, shown = counted(stopitnow)
    small = sorted((key for key, n in of.values.items() if is_small(n)), key=repr)
    assert len(small) > 50, "the demo has enough that could be singled out"
    assert all(n % 5 == 0 for n in shown.values())
    assert told([attacker(of, shown)], {}) == {}

    target = ("contacts", (("contact_of_year", "second"), ("target_group", "other")))
    assert of.values[target] == 2
    bounds = {key: (max(n - 4, 0), n + 4) for key, n in shown.items()}
    assert narrowed({**bounds, target: (2, 2)}, of.relations, [target]) == {target: (2, 2)}
    (relation, *_) = [each for each in of.relations if each.exact and target in each.parts]
    beside = {key: (of.values[key],) * 2 for key in (relation.whole, *relation.parts) if key != target}
    assert narrowed({**bounds, **beside}, of.relations, [target]) == {target: (2, 2)}


def test_wp216_singling_out_inside(stopitnow: Programme) -> None:
    """The same of what managers see on screens. Planted: one number more is shown than should be."""
    of, _shown = counted(stopitnow)
    seen = suppress(of.values, of.relations)
    small = [key for key, n in of.values.items() if is_small(n)]
    bounds: dict[Key, tuple[int, int | None]] = {
        key: (1, None) if n is None else (n, n) for key, n in seen.items()
    }
    assert narrowed(bounds, of.relations, small) == {}
    besides = [key for key, n in seen.items() if n is None and not is_small(of.values[key])]
    assert besides, "some numbers are hidden for the sake of others"
    shown_too: dict[Key, tuple[int, int | None]] = {
        **bounds, **{key: (of.values[key], of.values[key]) for key in besides}
    }  # fmt: skip
    assert narrowed(shown_too, of.relations, small) != {}


def test_wp216_linkability(stopitnow: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two releases cannot be linked: who subtracts the spring from the year learns no 1 to 4 of the autumn.

    Planted: two roundings that are each harmless, and together tell what is in the autumn; the second is refused, with
    the number named, and nothing of it is kept.
    """
    released(stopitnow, SPRING)
    released(stopitnow, year(2021))
    assert Release.objects.count() == 2
    Release.objects.all().delete()

    wanted = [spec for spec in specs("stopitnow") if SPRING.answers(spec.grain)]
    spring, autumn = (exact(stopitnow, each, wanted).values for each in (SPRING, AUTUMN))
    key = next(key for key, n in autumn.items() if is_small(n) and n < 4 and spring.get(key, 0) > 4)

    def careless(values: dict, sums: list, seed: bytes) -> dict:  # type: ignore[type-arg]
        off = 4 if values[key] == spring[key] else -4
        return {**rounded(values, sums, seed), key: values[key] + off}

    monkeypatch.setattr(releases, "rounded", careless)
    released(stopitnow, SPRING)
    with pytest.raises(ReleaseRefused) as refused:
        released(stopitnow, year(2021))
    words = ", ".join(f"{field}={code}" for field, code in key[1])
    assert any(cell.startswith("2021-07-01 to 2021-12-31") and words in cell for cell in refused.value.cells)
    assert [each.last_date for each in Release.objects.all()] == [SPRING.last]


def test_wp216_linkability_of_rows(stopitnow: Programme) -> None:
    """No two files have anything in common that points at the same fact: neither its id nor an order of facts.

    Planted: the facts of a year written in another order give the same release, byte for byte.
    """
    before = releases.report_of(released(stopitnow, year(2021)), stopitnow)
    kept = Release.objects.get()
    content = kept.checksum
    Release.objects.all().delete()
    for month in range(1, 13):
        shuffle_month("stopitnow", date(2021, month, 1))
    assert released(stopitnow, year(2021)).checksum == content
    text = repr(before) + repr(kept.content) + repr(kept.inputs)
    ids = {str(each) for each in Fact.objects.values_list("pk", flat=True)}
    assert not ids & set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", text))


def test_wp216_inference(stopitnow: Programme) -> None:
    """Nothing certain can be inferred about a known member of a group: where all of them share a trait, the traits
    that none of them has could each be somebody's.

    Planted: a release that shows a true zero as such, and one that shows all but the zeros as they are.
    """
    of, shown = counted(stopitnow)
    bounds = {key: (max(n - 4, 0), n + 4) for key, n in shown.items()}
    nobody = [
        key
        for key, n in of.values.items()
        if not n
        and {field for field, _code in key[1]} in ({"age_band", "gender"}, {"target_group", "gender"})
    ]
    assert len(nobody) > 5, "the demo has groups in which everybody shares a trait"
    assert narrowed(bounds, of.relations, nobody, wanted=2) == {}
    assert set(narrowed({**bounds, nobody[0]: (0, 0)}, of.relations, nobody, wanted=2)) == {nobody[0]}
    exactly = {key: (n, n) for key, n in of.values.items() if n}
    assert set(narrowed({**bounds, **exactly}, of.relations, nobody, wanted=2)) == set(nobody)


def test_the_attack_would_find_numbers_that_are_not_rounded() -> None:
    """The fault, planted: a table with its exact total between rounded ones."""
    publication = Publication(
        "p", {"all": 2, "a": 2, "b": 0}, {"all": -2, "a": 0, "b": 0}, [Whole("all", ("a", "b"))]
    )
    assert ("p", "a") in told([publication], {})
