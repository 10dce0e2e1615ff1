"""The figures on screens: who may see them, what stands there, and what can be taken along."""

import json
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from figures import releases, views
from figures.catalogue import THEMES, specs
from figures.facts import write_fact
from figures.models import Fact, Release
from figures.releases import ReleaseRefused
from helpline.accounts.roles import Role
from helpline.programmes.models import Programme
from helpline.programmes.queries import programme_by_slug
from tests.factories.desk import browser_of, make_desk_user

pytestmark = pytest.mark.usefixtures("demo")
AT = "/staff/figures/stopitnow/"
YEAR = "?from=2021-01&to=2021-12"


@pytest.fixture
def stopitnow(demo: None) -> Programme:
    found = programme_by_slug("stopitnow")
    assert found is not None
    return found


@pytest.fixture
def manager(stopitnow: Programme) -> Client:
    return browser_of(make_desk_user(stopitnow, role=Role.PROGRAMME_MANAGER))


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


ADDRESSES = (
    f"{AT}{YEAR}",
    *(f"{AT}theme/{key}/{YEAR}" for key in THEMES),
    f"{AT}cross/{YEAR}",
    f"{AT}report/{YEAR}",
    f"{AT}releases/{YEAR}",
    f"{AT}files/all.xlsx{YEAR}",
    f"{AT}charts/ages.svg{YEAR}",
)


def test_nobody_else_sees_anything(stopitnow: Programme) -> None:
    elsewhere = programme_by_slug("helpwanted")
    assert elsewhere is not None
    people = [make_desk_user(stopitnow, role=role) for role in set(Role) - {Role.PROGRAMME_MANAGER}]
    people += [make_desk_user(administrator=True), make_desk_user(elsewhere, role=Role.PROGRAMME_MANAGER)]
    for somebody in people:
        browser = browser_of(somebody)
        assert {browser.get(address).status_code for address in ADDRESSES} == {403}, somebody.email
    assert {Client().get(address).status_code for address in ADDRESSES} <= {302, 403}


def test_every_page_opens_in_dutch_and_is_not_kept(stopitnow: Programme) -> None:
    browser = browser_of(make_desk_user(stopitnow, role=Role.PROGRAMME_MANAGER), language="nl")
    for address in ADDRESSES:
        answer = browser.get(f"{address}&compare=none")
        assert answer.status_code == 200, address
        assert "no-store" in answer["Cache-Control"]
        if answer["Content-Type"].startswith("text/html"):
            assert "Cijfers" in answer.content.decode()


def test_the_overview_has_the_numbers_of_the_year_report(manager: Client) -> None:
    page = read(manager, f"{AT}{YEAR}")
    for number in ("712", "367", "1,073", "11,724", "56,618", "31"):
        assert number in page
    tiles = re.findall(r'<p class="figures-value">\s*([^<]+)', page)
    assert tiles[:2] == ["712", "367"]


def test_what_a_programme_does_not_count_or_know_is_no_key_figure(demo: None) -> None:
    """Helpwanted has no group of people worried about themselves, and knows of few contacts which of the year it is."""
    helpwanted = programme_by_slug("helpwanted")
    assert helpwanted is not None
    manager = browser_of(make_desk_user(helpwanted, role=Role.PROGRAMME_MANAGER))
    page = read(manager, f"/staff/figures/helpwanted/{YEAR}&compare=none")
    assert "Persons" in page
    assert "worried about themselves" not in page
    assert "came more than once" not in page
    assert "\N{EN DASH}" in re.findall(r'<p class="figures-value">\s*([^<]+)', page)[1], "an interval"


def test_every_table_stands_on_a_page_and_none_shows_a_small_number(manager: Client) -> None:
    shown = ""
    for key in THEMES:
        page = read(manager, f"{AT}theme/{key}/{YEAR}&compare=none")
        counts = re.findall(r'<td class="number[^"]*">\s*(\d+)\s*<', page)
        assert not {"1", "2", "3", "4"} & set(counts), key
        shown += page
    assert len(re.findall(r'<td class="number[^"]*">\s*\d+', shown)) > 100
    missing = [spec.name for spec in specs("stopitnow") if f'id="{spec.name}"' not in shown]
    # the advice module is Helpwanted's; the survey of the demo, too; in that year there were no groups
    assert set(missing) <= {
        "peer_groups", "advice_funnel", "survey_heard", "survey_helped", "actions_taken", "referrals",
        "never_registered",
    }  # fmt: skip


def test_downloads_are_rounded(manager: Client) -> None:
    answer = manager.get(f"{AT}files/ages.json{YEAR}")
    assert answer["Content-Disposition"] == 'attachment; filename="stopitnow-ages-2021-01-2021-12.json"'
    found = json.loads(answer.content)
    assert found["view"] == "release"
    (table,) = found["tables"]
    assert all(line[0] % 5 == 0 for line in table["numbers"])


def test_a_chart_is_an_accessible_picture_of_its_own(manager: Client) -> None:
    for name in ("ages", "target_groups", "contacts_by_month", "missed_by_hour", "appointments", "campaign"):
        picture = ElementTree.fromstring(manager.get(f"{AT}charts/{name}.svg{YEAR}").content)  # noqa: S314
        names = {child.tag.rpartition("}")[2] for child in picture}
        assert {"title", "desc"} <= names
        assert picture.get("role") == "img"
        assert "style" not in names


def test_a_chart_is_pixels_too_and_the_report_a_pdf(manager: Client) -> None:
    answer = manager.get(f"{AT}charts/ages.png{YEAR}")
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert "files/all.pdf" in read(manager, f"{AT}report/{YEAR}")
    answer = manager.get(f"{AT}files/all.pdf{YEAR}")
    assert answer["Content-Disposition"] == 'attachment; filename="stopitnow-all-2021-01-2021-12.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_a_table_that_is_pasted_or_opened_is_checked_and_not_kept(manager: Client) -> None:
    address = f"{AT}check/{YEAR}"
    assert "Do these numbers add up?" in read(manager, address)
    pasted = "Self-help\t2021\t2020\tGrowth\nVisits\t11.724\t8.142\t31%\n"
    page = manager.post(address, {"table": pasted}).content.decode()
    assert "from 8.142 to 11.724 is 44% growth" in page
    file = SimpleUploadedFile("x.csv", "Wat;Aantal\nÉén;3\nTwee;4\nSamen;8\n".encode("cp1252"))
    page = manager.post(address, {"file": file}).content.decode()
    assert "Aantal: the parts add up to 7, and 8 is written." in page
    for wrong in ({"table": "<script>"}, {"file": SimpleUploadedFile("x.csv", b"\x81\x00;")}):
        refused = manager.post(address, wrong)
        assert refused.status_code == 422
        assert "<script>" not in refused.content.decode().replace("&lt;script", "")
    assert "Nothing was found" in manager.post(address, {"table": "a\t2021\nb\t3"}).content.decode()


def test_a_file_of_ours_that_does_not_add_up_is_not_given(
    manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "findings_of", lambda report: ["Age: planted"])
    refused = manager.get(f"{AT}files/ages.csv{YEAR}")
    assert refused.status_code == 409
    assert "Age: planted" in refused.content.decode()


def test_a_cross_table_of_ones_own_is_rounded(manager: Client) -> None:
    page = read(manager, f"{AT}cross/{YEAR}&rows=target_group&columns=gender")
    counts = re.findall(r'<td class="number[^"]*">\s*([\d,]+)', page)
    assert counts
    assert all(int(count.replace(",", "")) % 5 == 0 for count in counts)
    assert "Choose two different fields" in read(manager, f"{AT}cross/{YEAR}&rows=gender&columns=gender")
    assert manager.get(f"{AT}cross/{YEAR}&rows=id&columns=gender").status_code == 404


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?from=2021-13&to=2021-14", "Give months as year and month"),
        ("?from=2021-05&to=2021-02", "The period ends before it begins"),
        ("?from=0001-01&to=9999-12", "Give a year between"),
        ("?from=%00&to=x", "Give months as year and month"),
        ("?from=2001-01&to=2021-12", "Ask for ten years at most"),
    ],
)
def test_a_period_that_is_none_is_refused_in_a_sentence(manager: Client, query: str, sentence: str) -> None:
    assert sentence in read(manager, f"{AT}{query}")


def test_months_of_a_year_say_why_persons_are_not_counted(manager: Client) -> None:
    page = read(manager, f"{AT}theme/people/?from=2021-01&to=2021-03")
    assert "counted once in a calendar year" in page
    assert 'id="persons"' not in page
    assert 'id="ages"' in page


def test_addresses_that_lead_nowhere(manager: Client) -> None:
    for address in (
        "theme/nothing/",
        "files/ages.exe",
        "files/nothing.csv",
        "charts/nothing.svg",
        "charts/ages.gif",
    ):
        assert manager.get(f"{AT}{address}{YEAR}").status_code == 404
    assert manager.get("/staff/figures/nowhere/").status_code == 404
    assert manager.post(f"{AT}{YEAR}").status_code == 405


def test_a_release_is_made_with_a_button_and_taken_along_as_it_was(
    manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = manager.post(f"{AT}release", {"from": "2021-01", "to": "2021-12"}, follow=True)
    made = Release.objects.get()
    assert made.checksum[:12] in answer.content.decode()
    kept = json.loads(manager.get(f"{AT}releases/{made.pk}.json").content)
    assert kept["view"] == "release"
    assert manager.get(f"{AT}releases/{made.pk + 1}.json").status_code == 404

    later = manager.post(f"{AT}release", {"from": "2021-01", "to": "2029-12"})
    assert "Only a period that is over" in later.content.decode()

    def refuse(**_more: object) -> None:
        raise ReleaseRefused(["this release: contacts, age_band=66_plus"])

    monkeypatch.setattr(releases, "release", refuse)
    refused = manager.post(f"{AT}release", {"from": "2021-01", "to": "2021-12"})
    assert refused.status_code == 409
    assert "age_band=66_plus" in refused.content.decode()
    made.content["numbers"][0][2] += 5
    made.save()
    assert manager.get(f"{AT}releases/{made.pk}.json").status_code == 404


def test_nobody_else_releases(stopitnow: Programme) -> None:
    editor = browser_of(make_desk_user(stopitnow, role=Role.EDITOR))
    assert editor.post(f"{AT}release", {"from": "2021-01", "to": "2021-12"}).status_code == 403
    assert not Release.objects.exists()


def test_a_programme_without_figures_says_so(manager: Client) -> None:
    Fact.objects.all().delete()
    page = read(manager, f"{AT}?from=2019-01&to=2019-12")
    assert "There are no figures of 2019" in page


def test_what_somebody_wrote_into_a_code_is_text(manager: Client) -> None:
    """Codes cannot hold markup; labels are editors' words, and stand as text."""
    from helpline.programmes import queries
    from helpline.programmes.models import Code

    Code.objects.filter(code_list__programme__slug="stopitnow", code="19_25").update(label_en="<b>x</b>&\"'")
    queries.forget()
    write_fact(programme="stopitnow", month=date(2021, 1, 1), channel="chat", codes={"kind": ["joke"]})
    assert "<b>x</b>" not in read(manager, f"{AT}theme/people/{YEAR}")
    picture = manager.get(f"{AT}charts/ages.svg{YEAR}").content
    assert b"<b>x" not in picture
    ElementTree.fromstring(picture)  # noqa: S314
