"""Pages as a visitor meets them: addresses, languages, the easy version, and what they hold."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page, Site
from wagtail.test.utils import WagtailPageTestCase

from cms.models import (
    PAGE_TYPES,
    RESERVED,
    ArticlePage,
    CampaignPage,
    ChoicePage,
    HomePage,
    ProfessionalsPage,
    QuestionsPage,
    SitePage,
    ThemePage,
)
from cms.settling import install
from helpline.programmes.models import Programme
from tests.factories.cms import home_of, make_page, make_site, text

pytestmark = pytest.mark.django_db


def get(path: str, **headers: str) -> str:
    response = Client(headers=headers).get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.text


class TestSettling:
    def test_a_home_in_each_language_for_each_programme(self) -> None:
        make_site()
        found = HomePage.objects.values_list("programme__slug", "locale__language_code", "url_path")
        assert set(found) == {
            ("helpwanted", "nl", "/start/helpwanted/"),
            ("helpwanted", "en", "/start-en/helpwanted/"),
        }
        assert ChoicePage.objects.count() == 2

    def test_twice_is_once(self) -> None:
        make_site()
        before = list(Page.objects.values_list("pk", "latest_revision", "title"))
        assert install() == 0
        assert list(Page.objects.values_list("pk", "latest_revision", "title")) == before

    def test_a_new_programme_gets_its_homes(self) -> None:
        make_site()
        make_site(slug="stopitnow")
        assert HomePage.objects.filter(programme__slug="stopitnow").count() == 2

    def test_wagtails_own_first_page_is_gone(self) -> None:
        make_site()
        assert not Page.objects.filter(title__startswith="Welcome").exists()
        assert isinstance(Site.objects.get(is_default_site=True).root_page.specific, ChoicePage)


class TestAddresses:
    def test_dutch_without_a_prefix_and_english_with_one(self) -> None:
        home = make_site()
        make_page(ArticlePage, home, slug="vertellen", title="Vertellen")
        make_page(ArticlePage, home_of(language="en"), slug="telling", title="Telling")
        assert "<h1>Vertellen</h1>" in get("/helpwanted/vertellen/")
        assert "<h1>Telling</h1>" in get("/en/helpwanted/telling/")
        assert 'lang="en"' in get("/en/helpwanted/telling/")[:80]
        for wrong in ("/helpwanted/telling/", "/en/helpwanted/vertellen/", "/nl/helpwanted/vertellen/"):
            assert Client().get(wrong).status_code == 404, wrong

    def test_a_page_speaks_its_own_language_whatever_was_chosen_for_the_rooms(self) -> None:
        make_page(ArticlePage, make_site(), slug="vertellen", title="Vertellen")
        page = get("/helpwanted/vertellen/", cookie=f"{settings.LANGUAGE_COOKIE_NAME}=en")
        assert 'lang="nl"' in page[:80]
        assert "Zoek op" not in page

    def test_the_short_address_of_a_home_follows_the_choice(self) -> None:
        make_site()
        assert '<html lang="nl"' in get("/helpwanted/")
        response = Client(headers={"cookie": f"{settings.LANGUAGE_COOKIE_NAME}=en"}).get("/helpwanted/")
        assert (response.status_code, response["Location"]) == (302, "/en/helpwanted/")

    def test_a_home_can_be_the_root_of_a_host_of_its_own(self, settings: pytest.FixtureRequest) -> None:
        settings.ALLOWED_HOSTS = ["testserver", "hulp.example"]  # type: ignore[attr-defined]
        home = make_site()
        make_page(ArticlePage, home, slug="vertellen", title="Vertellen")
        Site.objects.create(hostname="hulp.example", port=80, root_page=home)
        assert "<h1>Vertellen</h1>" in get("/vertellen/", host="hulp.example")
        assert home.headline in get("/", host="hulp.example")
        away = Client(headers={"host": "hulp.example"}).get("/helpwanted/")
        assert (away.status_code, away["Location"]) == (302, "/")

    @pytest.mark.parametrize("slug", sorted(RESERVED))
    def test_the_rooms_addresses_cannot_be_taken(self, slug: str) -> None:
        page = ArticlePage(title="x", slug=slug, path="000100010001", depth=3)
        with pytest.raises(ValidationError) as refused:
            page.full_clean()
        assert "slug" in refused.value.message_dict

    def test_a_draft_is_no_page(self) -> None:
        home = make_site()
        home.add_child(instance=ArticlePage(title="Later", slug="later", live=False))
        assert Client().get("/helpwanted/later/").status_code == 404

    def test_a_helpline_has_a_door_while_no_home_is_published(self) -> None:
        make_site().unpublish()
        assert "Leave now" not in get("/helpwanted/")
        assert "What do you need now?" not in get("/helpwanted/")
        assert "112" in get("/helpwanted/")


class TestLanguages:
    def test_the_switch_leads_to_the_same_page(self) -> None:
        home = make_site()
        dutch = make_page(ArticlePage, home, slug="vertellen", title="Vertellen")
        make_page(
            ArticlePage, home_of(language="en"), slug="telling", title="Telling",
            translation_key=dutch.translation_key,
        )  # fmt: skip
        assert 'href="/en/helpwanted/telling/" hreflang="en"' in get("/helpwanted/vertellen/")
        assert 'href="/helpwanted/vertellen/' in get("/en/helpwanted/telling/")

    def test_what_is_not_translated_says_so_and_leads_home(self) -> None:
        make_page(ArticlePage, make_site(), slug="vertellen", title="Vertellen")
        page = get("/helpwanted/vertellen/")
        assert "alleen in deze taal" in page
        assert 'href="/en/helpwanted/" hreflang="en"' in page

    def test_an_alias_shows_the_other_languages_words_and_says_so(self) -> None:
        dutch = make_page(
            ArticlePage, make_site(), slug="vertellen", title="Vertellen", body=[text("Rustig.")]
        )
        dutch.copy_for_translation(home_of(language="en").locale, alias=True)
        page = get("/en/helpwanted/vertellen/")
        assert "not in English yet" in page
        assert '<article lang="nl">' in page
        assert "Rustig." in page

    def test_an_english_page_makes_the_rooms_speak_english(self) -> None:
        make_site()
        assert "?lang=en" in get("/en/helpwanted/")
        assert "?lang" not in get("/helpwanted/")

    def test_reading_gives_no_cookie(self) -> None:
        make_page(ArticlePage, make_site(), slug="vertellen", title="Vertellen")
        for path in ("/", "/helpwanted/", "/en/helpwanted/", "/helpwanted/vertellen/", "/helpwanted/search/"):
            assert not Client().get(path).cookies, path

    def test_everything_an_english_reader_can_press_speaks_english(self) -> None:
        make_site()
        make_page(ProfessionalsPage, home_of(language="en"), slug="professionals", title="Professionals")
        page = get("/en/helpwanted/professionals/")
        for room in ("what-we-keep/", "your-traces/", "requests/lesson/"):
            assert f'href="/helpwanted/{room}?lang=en"' in page, room
        missing = Client().get("/en/helpwanted/nowhere/")
        assert missing.status_code == 404
        assert 'lang="en"' in missing.text[:80]
        assert "Helpwanted" in missing.text


class TestEasyVersion:
    def test_it_is_offered_where_it_is_written(self) -> None:
        home = make_site()
        make_page(ArticlePage, home, slug="lang", body=[text("Lang.")], easy=[text("Kort.")])
        make_page(ArticlePage, home, slug="alleen-lang", body=[text("Lang.")])
        assert "?version=easy" in get("/helpwanted/lang/")
        assert "Kort." not in get("/helpwanted/lang/")
        assert "Kort." in get("/helpwanted/lang/?version=easy")
        assert "Lang." not in get("/helpwanted/lang/?version=easy")
        assert "?version=easy" not in get("/helpwanted/alleen-lang/")
        assert "Lang." in get("/helpwanted/alleen-lang/?version=easy")


class TestReadingOn:
    def test_a_theme_leads_to_the_other_themes_of_its_site_in_their_order(self) -> None:
        home, other = make_site(), make_site(slug="stopitnow")
        make_page(ThemePage, home, slug="c", title="Derde", order=30)
        make_page(ThemePage, home, slug="a", title="Eerste", order=10)
        make_page(ThemePage, home, slug="b", title="Tweede", order=20)
        make_page(ThemePage, home_of(language="en"), slug="x", title="Elsewhere")
        make_page(ThemePage, other, slug="y", title="Anders")
        home.add_child(instance=ThemePage(title="Later", slug="later", live=False))
        page = get("/helpwanted/b/")
        read_on = page[page.index('<nav class="read-on"') :]
        assert read_on.index("Eerste") < read_on.index("Derde")
        for absent in ("Tweede", "Elsewhere", "Anders", "Later"):
            assert absent not in read_on[: read_on.index("</nav>")]
        assert 'href="/helpwanted/"' in read_on
        assert 'href="#content"' in read_on

    def test_cards_at_the_end_stand_below_a_heading_and_once(self) -> None:
        home = make_site()
        more = make_page(ArticlePage, home, slug="meer", title="Meer weten")
        cards = {"type": "pages", "value": [more.pk]}
        make_page(ArticlePage, home, slug="a", body=[cards, text("Tussendoor."), cards])
        page = get("/helpwanted/a/")
        assert page.count("Meer weten") == 2
        assert page.index("Tussendoor.") < page.index(">Lees verder<") < page.rindex("Meer weten")

    def test_a_campaign_leads_nowhere_but_on_its_own_cards(self) -> None:
        home = make_site()
        make_page(ThemePage, home, slug="a", title="Eerste")
        make_page(CampaignPage, home, slug="stap", campaign="proef")
        assert "Eerste" not in get("/helpwanted/stap/")

    def test_whoever_would_rather_choose_than_search_sees_everything(self) -> None:
        home = make_site()
        make_page(ThemePage, home, slug="a", title="Stalking")
        make_page(ArticlePage, home, slug="b", title="Het vertellen")
        page = get("/helpwanted/search/")
        assert page.index("Stalking") < page.index("Het vertellen")


def test_what_is_overdue_is_known_by_the_day() -> None:
    page = ArticlePage(review_by=date(2026, 3, 1))
    assert [page.is_overdue(date(2026, 2, 28)), page.is_overdue(date(2026, 3, 1))] == [False, True]
    assert not ArticlePage().is_overdue(date(2030, 1, 1))


class TestSearch:
    @pytest.mark.parametrize(("language", "other"), [("nl", "en"), ("en", "nl")])
    def test_the_other_language_is_one_press_away_before_and_after(self, language: str, other: str) -> None:
        make_site()
        browser = Client()
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        posted = browser.post("/helpwanted/search/", {"q": "xyzzy", "language": language}).text
        for page in (browser.get("/helpwanted/search/").text, posted):
            assert f'href="?lang={other}"' in page
        # an empty search in that language: nothing that was typed stands in an address
        assert browser.get(f"/helpwanted/search/?lang={other}")["Location"] == "/helpwanted/search/"

    def test_it_finds_published_words_of_this_site_in_this_language(self) -> None:
        home = make_site()
        other = make_site(slug="stopitnow")
        make_page(
            ArticlePage, home, slug="a", title="Naaktbeelden weghalen", body=[text("Een vingerafdruk.")]
        )
        make_page(ArticlePage, other, slug="b", title="Iets over naaktbeelden elders")
        found = Client().post("/helpwanted/search/", {"q": "vingerafdruk", "language": "nl"}).text
        assert "Naaktbeelden weghalen" in found
        assert "1 pagina past erbij" in found
        found = Client().post("/helpwanted/search/", {"q": "naaktbeelden", "language": "nl"}).text
        assert "elders" not in found

    def test_what_was_asked_is_shown_as_text_only(self) -> None:
        make_site()
        page = Client().post("/helpwanted/search/", {"q": '"><script>x</script>', "language": "nl"})
        assert page.status_code == 200
        assert "<script>x" not in page.text
        assert "no-store" in page["Cache-Control"]

    def test_nothing_found_offers_help(self) -> None:
        make_site()
        page = Client().post("/helpwanted/search/", {"q": "xyzzy", "language": "en"}).text
        assert "Nothing fits that word" in page
        assert "You do not have to know the right words" in page


def test_the_feed_tells_what_is_new_and_nobodys_name() -> None:
    home = make_site()
    make_page(ArticlePage, home, slug="nieuw", title="Nieuw & goed")
    response = Client().get("/helpwanted/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "<title>Nieuw &amp; goed</title>" in response.text
    assert "author" not in response.text
    assert Client().get("/nobody/feed/").status_code == 404


def test_the_sitemap_has_the_published_pages() -> None:
    home = make_site()
    make_page(ArticlePage, home, slug="nieuw")
    home.add_child(instance=ArticlePage(title="Later", slug="later", live=False))
    page = Client().get("/sitemap.xml")
    assert page.status_code == 200
    assert "/helpwanted/nieuw/" in page.text
    assert "later" not in page.text
    assert "/en/helpwanted/</loc>" in page.text
    assert 'hreflang="en"' in page.text
    robots = Client().get("/robots.txt").text
    assert "Disallow: /staff/" in robots
    assert robots.strip().endswith("/sitemap.xml")


def test_addresses_that_are_told_elsewhere_are_the_public_ones(settings: Any) -> None:
    settings.PUBLIC_URL = "https://hulp.example"
    home = make_site()
    assert home.full_url == "https://hulp.example/helpwanted/"
    settings.PUBLIC_URL = "http://localhost:8001"
    install()
    assert HomePage.objects.get(pk=home.pk).full_url == "http://localhost:8001/helpwanted/"


class TestPageTypes(WagtailPageTestCase):
    """Wagtail's own questions about page types."""

    def test_where_each_may_stand(self) -> None:
        self.assertAllowedSubpageTypes(ChoicePage, {HomePage})
        below = {ThemePage, ArticlePage, QuestionsPage, CampaignPage, ProfessionalsPage}
        allowed = set(HomePage.allowed_subpage_models())
        assert allowed >= below
        for kind in allowed - below:  # a room above brought it, and says itself where it stands
            assert not issubclass(kind, PAGE_TYPES)
            assert "cms.HomePage" in kind.parent_page_types
        for kind in below:
            self.assertAllowedParentPageTypes(kind, {HomePage})
            self.assertAllowedSubpageTypes(kind, set())

    def test_each_can_be_shown_and_previewed(self) -> None:
        home = make_site()
        kinds: list[type[SitePage]] = [kind for kind in PAGE_TYPES if kind is not HomePage]
        for kind in kinds:
            extra = {"campaign": "proef"} if kind is CampaignPage else {}
            page = make_page(kind, home, slug=kind.__name__.lower(), body=[text("Woorden.")], **extra)
            self.assertPageIsRenderable(page)
            preview = page.make_preview_request()
            assert preview.status_code == 200
            assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
            assert "require-trusted-types-for" in preview["Content-Security-Policy"]
            assert preview["X-Frame-Options"] == "SAMEORIGIN"
        self.assertPageIsRenderable(home)
        assert home.make_preview_request().status_code == 200


def test_a_programme_with_a_home_cannot_be_removed_by_accident() -> None:
    home = make_site()
    with pytest.raises(Exception, match=r"protected|PROTECT"):
        Programme.objects.get(pk=home.programme.pk).delete()
