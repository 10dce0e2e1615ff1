"""Metrics know no person: every label's values stand on a list, and nothing that a request brings gets in."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import ProcessCollector
from prometheus_client.exposition import generate_latest

from helpline import metrics
from helpline.metrics import OTHER, PROGRAMME, Count, Label, Metric, ThisProcess
from helpline.watch import reading
from helpline.watch.collecting import Collector
from helpline.watch.gate import watched
from tests.factories.chat import make_open_programme
from tests.watch.asgi import ask

SECRET = "kanarie.vogelaar@proefpost.example"
#: the programme that this test makes
SLUGS = ("helpwanted",)
#: labels of the library: about Python itself
OF_PYTHON = {"python_gc_": {"generation": {"0", "1", "2"}}}


def allowed(metric: Metric) -> dict[str, set[str]]:
    """The values that each label of a metric may have."""
    return {
        label.name: {OTHER, *(SLUGS if label.values is None else label.values)} for label in metric.labels
    } | (
        {"le": {*(str(float(each)) for each in metric.buckets), "+Inf"}} if metric.kind == "histogram" else {}
    )


def faults(declared: list[Metric]) -> Iterator[str]:
    """What stands in the registry and is not declared."""
    known = {metric.name.removesuffix("_total"): allowed(metric) for metric in declared}
    for family in metrics.REGISTRY.collect():
        of_python = next(
            (values for start, values in OF_PYTHON.items() if family.name.startswith(start)), None
        )
        values = known.get(family.name, of_python)
        if values is None and not family.name.startswith("helpline_process_"):
            yield f"{family.name} is not declared"
        for sample in family.samples:
            for name, value in sample.labels.items():
                if value not in (values or {}).get(name, set()):
                    yield f"{family.name}: {name}={value}"


@pytest.fixture
def collected() -> Iterator[Collector]:
    collector = Collector()
    metrics.REGISTRY.register(collector)
    yield collector
    metrics.REGISTRY.unregister(collector)


@pytest.mark.django_db
def test_every_value_of_every_label_stands_on_a_list(collected: Collector) -> None:
    make_open_programme()
    collected.read()
    collected._ok = True
    metrics.requests.add(SECRET, SECRET)
    metrics.sockets_closed.add("visitor", SECRET)
    assert list(faults([*metrics.OWN, *metrics.SHARED])) == []
    text = generate_latest(metrics.REGISTRY).decode()
    assert SECRET not in text
    assert 'helpline_chats{programme="helpwanted",state="waiting"} 0.0' in text
    assert "helpline_reading_ok 1.0" in text
    assert 'helpline_promise_kept{promise="backup"} 0.0' in text


def test_a_label_without_a_list_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: a metric that somebody adds beside this module, by path."""
    from prometheus_client import Counter

    planted = Counter("planted", "by path", ["path"], registry=metrics.REGISTRY)
    planted.labels("/helpwanted/").inc()
    try:
        assert "planted is not declared" in list(faults([*metrics.OWN, *metrics.SHARED]))
    finally:
        metrics.REGISTRY.unregister(planted)


def test_a_value_that_is_not_on_the_list_is_other_and_is_not_kept() -> None:
    monkey: list[Metric] = list(metrics.OWN)
    count = Count("helpline_test_total", "for this test", Label("kind", ("a",)))
    try:
        for _ in range(3):
            count.add(SECRET)
        count.add("a")
        assert metrics.REGISTRY.get_sample_value("helpline_test_total", {"kind": "other"}) == 3
        assert list(count._children) == [("a",)]
    finally:
        metrics.OWN[:] = monkey
        metrics.REGISTRY.unregister(count._instrument)


def test_only_the_programme_has_no_list_and_only_below_the_database() -> None:
    """Its values come from what an administrator set, never from a request."""
    for metric in metrics.OWN:
        assert all(label.values for label in metric.labels), metric.name
    for metric in metrics.SHARED:
        assert all(label.values or label.name == PROGRAMME for label in metric.labels), metric.name


def test_nothing_of_a_request_is_measured() -> None:
    async def breaks(scope: object, receive: object, send: object) -> None:
        raise ValueError(SECRET)

    before = set(metrics.REGISTRY._collector_to_names)
    app = watched(breaks)
    try:
        for path in (
            f"/{SECRET}/",
            f"/{SECRET}/chat/road/{SECRET}",
            f"/staff/{SECRET}/",
            f"/static/{SECRET}",
        ):
            asyncio.run(
                ask(
                    app,
                    path,
                    near=False,
                    query=SECRET.encode(),
                    method=SECRET,
                    headers=[(b"cookie", SECRET.encode())],
                )
            )
        assert SECRET not in generate_latest(metrics.REGISTRY).decode()
    finally:
        for collector in set(metrics.REGISTRY._collector_to_names) - before:
            metrics.REGISTRY.unregister(collector)


def test_while_the_database_is_away_the_process_still_tells_of_itself(collected: Collector) -> None:
    def away(now: object) -> Iterator[reading.Reading]:
        raise OSError("away")
        yield

    collector = Collector(quick=[away], slow=[])
    asyncio.run(collector.refresh())
    families = {family.name: family for family in collector.collect()}
    assert families["helpline_reading_ok"].samples[0].value == 0
    assert families["helpline_chats"].samples == []


def test_a_process_that_sees_nothing_but_processes_tells_when_it_started(tmp_path: Path) -> None:
    """As the units start it (ProcSubset=pid): without /proc/stat the library would tell nothing at all."""
    (tmp_path / "self").symlink_to("/proc/self")
    assert list(ProcessCollector(proc=str(tmp_path), registry=None).collect()) == []
    seen = {
        each.name: each.samples[0].value for each in ThisProcess(proc=str(tmp_path), registry=None).collect()
    }
    told = {each.name: each.samples[0].value for each in ProcessCollector(registry=None).collect()}
    assert seen.keys() == told.keys()
    assert seen["process_start_time_seconds"] == pytest.approx(told["process_start_time_seconds"], abs=2)
