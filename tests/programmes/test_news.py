"""News is heard after the commit, once by each listener, and not at all when nothing was committed."""

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from helpline.programmes import news


@pytest.mark.django_db
def test_news_is_heard_after_the_commit(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    heard: list[int] = []
    monkeypatch.setattr(news, "_listeners", [])
    for _ in range(2):
        news.listen(heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        news.tell(7)
        assert heard == []
        with pytest.raises(ZeroDivisionError):
            _tell_and_fail(8)
    assert heard == [7]


@transaction.atomic
def _tell_and_fail(programme_id: int) -> None:
    news.tell(programme_id)
    raise ZeroDivisionError
