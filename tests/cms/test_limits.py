"""Only editors have large forms: everywhere else a large body is refused before it is read."""

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.test import AsyncClient, Client

LARGE = {"text": "x" * (settings.LARGEST_FORM + 1)}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/leave/", "/staff/sign-in/", "/nowhere/"])
def test_a_large_form_is_refused(address: str) -> None:
    assert Client().post(address, LARGE).status_code == 413


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "words"), [("/", "te groot voor ons"), ("/en/", "too large for us")])
def test_a_person_reads_why_and_where_help_is(address: str, words: str) -> None:
    page = Client().post(address, LARGE)
    assert words in page.text
    assert "tel:112" in page.text
    assert "data-leave" in page.text


@pytest.mark.django_db
def test_an_editors_form_may_be_large() -> None:
    assert Client().post("/beheer/cms/", LARGE).status_code != 413


@pytest.mark.django_db
def test_an_ordinary_form_is_not_touched() -> None:
    assert Client().post("/leave/", {"text": "x"}).status_code == 303


@pytest.mark.django_db
def test_so_it_is_where_views_do_not_block() -> None:
    post = async_to_sync(AsyncClient().post)
    assert post("/leave/", LARGE).status_code == 413
    assert post("/leave/", {"text": "x"}).status_code == 303
