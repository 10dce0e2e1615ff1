"""A node whose fields were not drawn is posted as the state of its form, and becomes the same value."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail import blocks

from helpline.directory.models import Organisation, RemovalRoute, Tip
from selfhelp.advice.blocks import QuestionBlock, TreeBlock
from selfhelp.advice.folding import MOST_FIELDS, Unreadable, fields_of
from tests.services.sizes import IS_FULL

STREAM = TreeBlock()
RECORDS = {"tips": Tip, "organisations": Organisation, "removal": RemovalRoute}

_words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), max_size=20)
_longer = st.lists(_words, max_size=3).map("\r\n".join)  # a browser posts such line ends
_texts = st.fixed_dictionaries(dict.fromkeys(("nl", "en", "easy_nl", "easy_en"), _longer))
_ids = st.uuids(version=4).map(str)


def _items(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries({"type": st.just("item"), "value": values, "id": _ids}), max_size=3)


def _streams(keys: Mapping[str, list[int]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Streams as they are stored, with every kind of node and everything in them; also records that are gone."""

    def records(name: str) -> st.SearchStrategy[list[dict[str, Any]]]:
        return _items(st.sampled_from([*keys[name], 999_999, None]))

    answer = st.fixed_dictionaries(
        {
            "label": _texts,
            "target": _words,
            "unknown": st.booleans(),
            "code": _words,
            "removal": records("removal"),
        }
    )
    question = {
        "start": st.booleans(),
        "text": _texts,
        "help": _texts,
        "answers": st.sampled_from(["single", "multiple", "yes_no", "age_band"]),
        "options": _items(answer),
        "target": _words,
        "counts_as": _words,
    }
    info = {"start": st.booleans(), "text": _texts, "body": _texts, "target": _words}
    advice = {
        "text": _texts,
        "body": _texts,
        "steps": _items(st.fixed_dictionaries({"title": _texts, "text": _texts})),
        **{name: records(name) for name in RECORDS},
        "chosen_removal": st.booleans(),
        "doors": _items(st.sampled_from(["chat", "phone", ""])),
        "say": _texts,
    }
    kinds = {"question": question, "info": info, "advice": advice, "crisis": advice}
    return st.lists(
        st.one_of(
            *(
                st.fixed_dictionaries(
                    {"type": st.just(kind), "value": st.fixed_dictionaries(value), "id": _ids}
                )
                for kind, value in kinds.items()
            )
        ),
        max_size=3,
    )


def drawn(state: Any, name: str) -> dict[str, str]:
    """What a browser posts for drawn fields with this state: told by what stands in it, not by the blocks."""
    if isinstance(state, bool):
        return {name: "on"} if state else {}
    if isinstance(state, dict) and "edit_url" in state:
        return {name: str(state["id"])}
    if isinstance(state, dict):
        return {
            key: value for part, each in state.items() for key, value in drawn(each, f"{name}-{part}").items()
        }
    if isinstance(state, list) and not (state and isinstance(state[0], str)):
        fields = {f"{name}-count": str(len(state))}
        for place, item in enumerate(state):
            at = f"{name}-{place}"
            fields |= {f"{at}-deleted": "", f"{at}-order": str(place), f"{at}-id": item["id"]}
            fields |= drawn(item["value"], f"{at}-value")
        return fields
    return {name: (state[0] if isinstance(state, list) else state) or ""}


def posted(state: list[dict[str, Any]], *, folded: bool) -> QueryDict:
    fields = {"nodes-count": str(len(state))}
    for place, node in enumerate(state):
        at = f"nodes-{place}"
        fields |= {
            f"{at}-deleted": "",
            f"{at}-order": str(place),
            f"{at}-type": node["type"],
            f"{at}-id": node["id"],
        }
        value = node["value"]
        fields |= {f"{at}-value-folded": json.dumps(value)} if folded else drawn(value, f"{at}-value")
    data = QueryDict(mutable=True)
    data.update(fields)
    return data


def read(data: QueryDict) -> Any:
    return STREAM.value_from_datadict(data, MultiValueDict(), "nodes")


class TestTheTwoWays(TestCase):
    """The fields and the folded state of a node give the same value, and it is what was stored."""

    def setUp(self) -> None:
        self.keys = {
            name: [model.objects.create(key=f"{name}-{number}").pk for number in range(2)]
            for name, model in RECORDS.items()
        }

    @settings(deadline=None, max_examples=300 if IS_FULL else 25)
    @given(st.data())
    def test_are_equal(self, data: st.DataObject) -> None:
        stored = data.draw(_streams(self.keys))
        state = json.loads(json.dumps(STREAM.get_form_state(STREAM.to_python(stored))))
        one_by_one = read(posted(state, folded=False))
        at_once = read(posted(state, folded=True))
        assert at_once.get_prep_value() == one_by_one.get_prep_value()
        assert STREAM.get_form_state(at_once) == STREAM.get_form_state(one_by_one)
        gone = STREAM.get_form_state(STREAM.to_python(stored))
        assert STREAM.get_form_state(at_once) == gone


def a_question(**more: Any) -> dict[str, Any]:
    block = QuestionBlock()
    return {**json.loads(json.dumps(block.get_form_state(block.get_default()))), **more}


def value_of(folded: str) -> Any:
    return QuestionBlock().value_from_datadict({"q-folded": folded}, MultiValueDict(), "q")


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(list(a_question())) | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=12,
)


@given(
    st.text(max_size=30)
    | _json.map(json.dumps)
    | _json.map(lambda part: json.dumps(a_question(options=part)))
)
def test_whatever_is_posted_is_read_or_refused_in_words(folded: str) -> None:
    value = value_of(folded)
    with suppress(blocks.StructBlockValidationError):
        QuestionBlock().clean(value)
    json.dumps(QuestionBlock().get_prep_value(value)).encode()


@pytest.mark.parametrize(
    "folded",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        json.dumps(a_question(text="words")),
        json.dumps(a_question(text={"nl": ["words"]})),
        json.dumps(a_question(start="yes")),
        json.dumps(a_question(options={"0": {}})),
        json.dumps(a_question(options=[{"id": 5}])),
        json.dumps(a_question(options=[{"id": "a\0"}])),
        json.dumps(a_question(target="\ud800")),
        json.dumps(a_question(options=[{}] * MOST_FIELDS)),
        '{"start": ' + "9" * 5_000 + "}",
    ],
)
def test_what_cannot_be_read_is_refused_and_never_saved_as_nothing(folded: str) -> None:
    with pytest.raises(Unreadable):
        fields_of(QuestionBlock(), folded, "q")
    with pytest.raises(blocks.StructBlockValidationError) as caught:
        QuestionBlock().clean(value_of(folded))
    with translation.override("en"):
        said = caught.value.as_json_data()["messages"][0]
    assert "nothing was saved" in said


def test_what_is_not_known_is_left_out_and_what_is_missing_is_as_in_a_new_block() -> None:
    value = value_of(json.dumps({"colour": "red", "text": {"nl": "Ja?", "fy": "Ja"}, "answers": ["riddle"]}))
    assert QuestionBlock().clean(value)["text"]["nl"] == "Ja?"
    assert set(value) == set(QuestionBlock().child_blocks)
    assert value["answers"] == "single"
    assert value["text"]["en"] == ""


@pytest.mark.parametrize("key", [10**400, 10**18, -1, "x", "1 ", 1.5, True, [1]])
def test_what_is_no_key_of_a_record_is_refused(key: object) -> None:
    with pytest.raises(Unreadable):
        fields_of(QuestionBlock(), json.dumps(with_record(key)), "q")


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", 10**18 - 1])
def test_a_record_that_is_not_there_is_none(key: object) -> None:
    value = value_of(json.dumps(with_record(key)))
    assert list(value["options"][0]["removal"]) == [None]


def with_record(key: object) -> dict[str, Any]:
    return a_question(options=[{"value": {"removal": [{"value": {"id": key}}]}}])


def test_words_that_are_too_long_are_refused_beside_their_field() -> None:
    value = value_of(json.dumps(a_question(text={"nl": "x" * 201})))
    with pytest.raises(blocks.StructBlockValidationError) as caught:
        QuestionBlock().clean(value)
    assert list(caught.value.block_errors) == ["text"]


def test_a_part_that_was_not_read_leaves_the_others_alone() -> None:
    block = TreeBlock()
    data = QueryDict(mutable=True)
    data["nodes-count"] = "2"
    for place, folded in enumerate((json.dumps(a_question(text={"nl": "Ja?"})), "{")):
        for name, value in (
            ("deleted", ""),
            ("order", str(place)),
            ("type", "question"),
            ("id", f"q{place}"),
        ):
            data[f"nodes-{place}-{name}"] = value
        data[f"nodes-{place}-value-folded"] = folded
    assert not block.value_omitted_from_data(data, MultiValueDict(), "nodes")
    value = block.value_from_datadict(data, MultiValueDict(), "nodes")
    with pytest.raises(blocks.StreamBlockValidationError) as caught:
        block.clean(value)
    assert list(caught.value.block_errors) == [1]
    assert value[0].value["text"]["nl"] == "Ja?"
