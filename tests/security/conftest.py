"""What the files of this folder share."""

import pytest
from django.http import HttpResponse

from cms import errors


@pytest.fixture
def quick_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal says which page it would show: the page takes longer than the refusal, and tests/cms/test_errors.py
    looks at it."""
    monkeypatch.setattr(
        errors, "_page", lambda request, template, status, **more: HttpResponse(template, status=status)
    )
