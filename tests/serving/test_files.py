"""A production start refuses while files that pages name were not collected."""

import json
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from helpline.serving import files, server
from helpline.serving.management.commands.serve import Command
from helpline.vault import folder


def test_what_the_manifest_does_not_know_is_missing(tmp_path: Path) -> None:
    manifest = tmp_path / "staticfiles.json"
    assert files.missing(["b.css", "a.css"], manifest) == ["a.css", "b.css"]
    manifest.write_text("{")
    assert files.missing(["a.css"], manifest) == ["a.css"]
    manifest.write_text(json.dumps({"paths": {"a.css": "a.0123.css"}}))
    assert files.missing(["a.css"], manifest) == []
    assert files.missing(["a.css", "of-the-new-release.css"], manifest) == ["of-the-new-release.css"]


def test_a_production_start_without_them_is_refused_before_it_listens(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening = MagicMock()
    monkeypatch.setattr(server, "Server", listening)
    monkeypatch.setattr(Command, "check", lambda *_, **__: None)
    monkeypatch.setattr(folder, "note", lambda: None)
    settings.IS_PRODUCTION, settings.IS_TEST, settings.STATIC_ROOT = True, False, tmp_path
    with pytest.raises(CommandError, match=r"static files are not collected, .+deploy/bin/update"):
        call_command("serve")
    assert not listening.called
