"""Workbooks as hypothesis makes them: those that came about by writing on devices apart, and any at all."""

from typing import Any

from hypothesis import strategies as st

from selfhelp.modules import workbook
from selfhelp.modules.exercises import Kind
from selfhelp.modules.workbook import Place, Workbook

WRITERS = ("a" * 8, "b" * 8, "c" * 8)
PLACES = (
    Place.exercise("m10", "brief"),
    Place.exercise("m10", "merk"),
    Place.exercise("m10", "dagboek", "r1"),
    Place.score("m10", "start"),
    Place.tick("m10", "eerste"),
    Place.plan("p1"),
)
KINDS = (Kind.WRITING, Kind.CHECKLIST, Kind.TABLE, Kind.SCORE, Kind.TICK, Kind.PLAN)


def answers(kind: Kind) -> st.SearchStrategy[dict[str, Any]]:
    """A few answers of a kind, the empty one among them."""
    few = st.sampled_from(("", "een", "twee", "é🙂"))
    numbers = st.sampled_from((None, 0, 3, 10))
    keys = st.lists(st.sampled_from(("moe", "druk")), max_size=2)
    found: dict[Kind, st.SearchStrategy[dict[str, Any]]] = {
        Kind.WRITING: st.builds(lambda text: {"text": text}, few),
        Kind.CHECKLIST: st.builds(lambda ticked, other: {"ticked": ticked, "other": other}, keys, few),
        Kind.TABLE: st.builds(lambda text: {"date": "2026-11-25", "cells": {"wat": text}}, few),
        Kind.SCORE: st.builds(lambda value: {"value": value}, numbers),
        Kind.TICK: st.builds(lambda on: {"on": on}, st.booleans()),
        Kind.PLAN: st.builds(lambda what, done: {"what": what, "done": done}, few, st.booleans()),
    }
    return found[kind]


@st.composite
def any_registers(draw: st.DrawFn, kind: Kind) -> dict[str, Any]:
    """A register that need not have come about by writing: dots may clash, and knowledge may be odd."""
    seen = draw(st.dictionaries(st.sampled_from(WRITERS), st.integers(1, 3), max_size=3))
    values = draw(st.lists(st.tuples(st.sampled_from(WRITERS), st.integers(1, 3), answers(kind)), max_size=3))
    return {
        "seen": seen,
        "values": [
            {"dot": [w, n], "kind": str(kind), "v": 1, "answer": a, "asked": {"title": "", "labels": {}}}
            for w, n, a in values
        ],
    }


@st.composite
def any_workbooks(draw: st.DrawFn) -> Workbook:
    """Any workbook that can be read, whatever made it."""
    book: dict[str, Any] = workbook.empty("sim")
    groups: dict[str, Any] = {"scores": {}, "exercises": {}, "ticks": {}}
    for place, kind in zip(PLACES, KINDS, strict=True):
        if not draw(st.booleans()):
            continue
        register = draw(any_registers(kind))
        if place.group == "plan":
            book["plan"][place.part] = register
        elif place.group == "exercises":
            groups["exercises"].setdefault(place.key, {})[place.part] = register
        else:
            groups[place.group][place.key] = register
        book["modules"]["m10"] = groups
    return workbook.check(book)
