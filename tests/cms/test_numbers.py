"""The panel for danger shows the directory's numbers, and never stays empty."""

import pytest
from django.db import DatabaseError
from django.test import Client

from cms.templatetags.numbers import number_of
from helpline.directory import queries
from helpline.directory.demo import create_demo_content
from helpline.directory.models import Organisation
from tests.factories.cms import make_site

pytestmark = pytest.mark.django_db


def test_a_changed_number_changes_in_the_panel_too() -> None:
    make_site()
    create_demo_content()
    assert 'href="tel:08000113"' in Client().get("/helpwanted/").text
    organisation = Organisation.objects.get(key="113")
    organisation.phones = [("phone", {"number": "0800-1133", "free": True})]
    organisation.save_revision().publish()
    page = Client().get("/helpwanted/").text
    assert 'href="tel:08001133"' in page
    assert 'href="tel:08000113"' not in page


def test_without_a_record_or_a_database_the_known_number_stands_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert number_of("113", "0800-0113").href == "tel:08000113"

    def away(*_asked: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(queries, "record", away)
    assert number_of("113", "0800-0113").words == "0800-0113"
