"""Comparing our description of the provider's endpoints with the provider's own finds what differs."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpline.phone.simulator import described
from tools.compare_provider import differences, main, unknown

CALLS = "/2010-04-01/Accounts/{AccountSid}/Calls.json"
CALL = "/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json"


def theirs() -> dict[str, Any]:
    return copy.deepcopy(dict(described.document()))


def form(document: dict[str, Any], path: str) -> dict[str, Any]:
    content = document["paths"][path]["post"]["requestBody"]["content"]
    schema: dict[str, Any] = content["application/x-www-form-urlencoded"]["schema"]
    return schema


def test_a_description_agrees_with_itself() -> None:
    assert list(differences(described.document(), theirs())) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d["paths"][CALL].pop("delete"), "knows no such request"),
        (lambda d: form(d, CALL)["properties"].pop("Url"), "the provider has no Url"),
        (lambda d: form(d, CALLS)["required"].append("Url"), "the provider ['To', 'From', 'Url']"),
        (lambda d: d["components"]["schemas"]["call_update_status"]["enum"].pop(), "enum is"),
        (lambda d: d["paths"][CALLS]["get"].update(responses={"202": {}}), "never answers 200"),
        (lambda d: d["components"]["schemas"]["call"]["properties"].pop("start_time"), "has no start_time"),
        (lambda d: d["paths"][CALLS]["get"]["parameters"].pop(), "no parameter PageToken"),
    ],
)  # fmt: skip
def test_each_kind_of_difference_is_found(change: Callable[[dict[str, Any]], object], told: str) -> None:
    other = theirs()
    change(other)
    found = list(differences(described.document(), other))
    assert any(told in sentence for sentence in found), found


def test_what_the_providers_file_does_not_hold_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = theirs()
    del other["paths"][CALL]
    assert unknown(described.document(), other) == [CALL]
    file = tmp_path / "provider.json"
    file.write_text(json.dumps(other))
    assert main([str(file)]) == 0
    assert f"not compared: {CALL}" in capsys.readouterr().out


def test_a_file_that_holds_none_of_it_proves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "provider.json"
    file.write_text(json.dumps({**theirs(), "paths": {}}))
    assert main([str(file)]) == 1
