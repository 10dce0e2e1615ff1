"""Results of the checks are kept per saved version, and made anew when they may not hold any more."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms import examinations
from cms.models import ArticlePage, Examination
from helpline.directory.models import Tip
from tests.cms.test_examining import FORBIDDEN
from tests.factories.cms import home_of, make_page, make_site, text

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def page() -> ArticlePage:
    make_site()
    return make_page(ArticlePage, home_of(), slug="een", body=[text("Rustig.")])


def result_of(subject: ArticlePage | Tip) -> Examination:
    return Examination.objects.get(object_id=subject.pk, content_type__model=subject._meta.model_name)


def caught_up() -> None:
    while examinations.catch_up(now=timezone.now()):
        pass


def test_a_new_version_is_examined_and_the_old_result_replaced(page: ArticlePage) -> None:
    caught_up()
    assert (result_of(page).errors, result_of(page).codes) == (0, [])
    page.body = [("text", f"<p>{FORBIDDEN} {FORBIDDEN}</p>")]
    page.save_revision()
    caught_up()
    assert (result_of(page).errors, result_of(page).codes) == (2, ["term_to_avoid"])
    assert result_of(page).revision == page.latest_revision_id


def test_a_link_that_died_of_something_else_is_found(page: ArticlePage) -> None:
    other = make_page(ArticlePage, home_of(), slug="ander")
    page.body = [("text", f'<p><a linktype="page" id="{other.pk}">Meer over hulp</a></p>')]
    page.save_revision().publish()
    caught_up()
    assert result_of(page).errors == 0
    other.unpublish()
    caught_up()
    assert result_of(page).codes == ["link_dead"]


def test_records_are_examined_too_and_what_is_gone_is_forgotten(page: ArticlePage) -> None:
    tip = Tip.objects.create(key="een", title_nl="Tip", text_nl=FORBIDDEN, source="x")
    caught_up()
    assert result_of(tip).errors == 1
    tip.delete()
    page.delete()
    caught_up()
    assert not Examination.objects.filter(codes=["term_to_avoid"]).exists()
    assert not Examination.objects.filter(content_type__model="articlepage").exists()


def test_it_does_so_many_at_a_time_and_tells_how_many_are_left(page: ArticlePage) -> None:

    left = examinations.catch_up(now=timezone.now(), most=1)
    assert left == 2  # of the page and the two homes
    assert Examination.objects.count() == 1
    caught_up()
    assert examinations.catch_up(now=timezone.now(), most=0) == 0


def test_a_day_later_everything_is_looked_at_again(page: ArticlePage) -> None:
    caught_up()
    assert (
        examinations.catch_up(now=timezone.now() + timedelta(days=1), most=0) == Examination.objects.count()
    )


def test_nothing_to_do_reads_no_page(
    page: ArticlePage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    caught_up()
    with django_assert_max_num_queries(8):
        examinations.catch_up(now=timezone.now())
