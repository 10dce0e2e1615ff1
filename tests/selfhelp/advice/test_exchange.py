"""Trees as files: what comes in is a draft; a wrong file changes nothing, and every problem has its place."""

import json
from dataclasses import fields
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from selfhelp.advice import actions, demo, exchange, form, queries, reading
from selfhelp.advice.errors import ImportRefused
from selfhelp.advice.findings import Code
from selfhelp.advice.models import AdvicePage, Scenario, Snapshot
from selfhelp.advice.tree import AnswerKind, Kind, Node, Option, Step, Text, Tree
from tests.factories.accounts import make_user
from tests.factories.advice import draft, make_advice
from tests.factories.cms import make_site
from tests.factories.directory import make_organisation, make_removal_route, make_tip
from tests.factories.programmes import make_code
from tests.selfhelp.advice.trees import advice, any_trees, both, crisis, info, option, question, small

pytestmark = pytest.mark.both_engines

THREAT = form.Scenario("Dreiging", {"danger": ("no",), "who": ("me",), "what": ("threat",)}, "stop")


def file(tree: Tree | None = None, **changes: Any) -> bytes:
    document = form.Document(
        "helpwanted", Text("Hulp", "Help"), tree or small(), (THREAT,) if tree is None else ()
    )
    return json.dumps(form.of_document(document) | changes).encode()


def with_scenarios(number: int = 1, **changes: Any) -> bytes:
    scenario = {"name": "x", "answers": {}, "expect": "stop"} | changes
    return file(scenarios=[scenario] * number)


def whole() -> Tree:
    """Every field is written, and refers to records that `records` makes."""
    text = Text("een", "one", "kort", "short")
    return Tree(
        (
            question(
                "q",
                [Option("o", text, "end", "me", unknown=True, removal=("app",)), option("p", "read")],
                AnswerKind.AGE_BAND, help=text, counts_as="who", start=True,
            ),
            info("read", "several", body=text),
            question("several", [option("a"), option("b", "crisis")], AnswerKind.MULTIPLE, target="end"),
            advice(
                "end", body=text, steps=(Step(text, text), Step(text)), tips=("tip",), organisations=("hulp", "meer"),
                removal=("app",), chosen_removal=True, doors=("phone", "chat"), say=text,
            ),
            crisis(),
        )
    )  # fmt: skip


def records() -> None:
    make_tip(key="tip")
    make_organisation(key="meer")
    make_organisation(key="hulp")
    make_removal_route(key="app")


class TestASchemaForOthers:
    def validates(self, nodes: list[Any]) -> bool:
        return not list(reading._against_schema(json.loads(file(nodes=nodes, scenarios=[]))))

    def test_it_knows_exactly_the_fields_of_a_tree(self) -> None:
        kinds = json.loads(reading.schema_text())["$defs"]
        known = {name for kind in ("question", "info", "ending") for name in kinds[kind]["properties"]}
        assert known == {field.name for field in fields(Node)}
        assert set(kinds["option"]["properties"]) == {field.name for field in fields(Option)}
        assert set(kinds["line"]["properties"]) == {field.name for field in fields(Text)}
        assert set(kinds["ending"]["properties"]["steps"]["items"]["properties"]) == {
            field.name for field in fields(Step)
        }

    @given(any_trees())
    def test_what_is_exported_fits_it(self, tree: Tree) -> None:
        meant = [
            Node(id=node.id, kind=node.kind, text=node.text, steps=node.steps, doors=node.doors) if node.ends
            else Node(
                id=node.id, kind=node.kind, text=node.text, start=node.start, answers=node.answers,
                options=node.options, target=node.target,
            )
            for node in tree.nodes
        ]  # fmt: skip
        assert self.validates(form.of_tree(Tree(tuple(meant))))

    @pytest.mark.parametrize("kind", list(Kind))
    def test_it_refuses_fields_that_mean_nothing_for_the_kind(self, kind: Kind) -> None:
        strange = {
            "question": {"steps": []},
            "info": {"options": []},
            "advice": {"target": "a"},
            "crisis": {"help": {}},
        }
        node = {"id": "a", "kind": kind.value, "text": {}}
        assert self.validates([node])
        assert not self.validates([node | strange[kind.value]])


WRONG: list[tuple[str, bytes, str]] = [
    ("no text", b"\xff\xfe\xfa", ""),
    ("no JSON", b"{", "regel 1, kolom 2"),
    ("too large", b" " * (reading.LARGEST_FILE + 1), ""),
    ("too deep", b'{"format": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", ""),
    ("a name twice", b'{"format": 1, "format": 2}', "format"),
    ("no number", b'{"format": NaN}', ""),
    ("a list", b"[]", ""),
    ("another form", file(format="advice-tree/2"), "format"),
    ("nothing in it", json.dumps({"format": "advice-tree/1"}).encode(), ""),
    ("another programme", file(programme="stopitnow"), "programme"),
    ("something else in it", file(colour="red"), ""),
    ("a bad id", file(Tree((advice("Eerste hulp"),))), "nodes[0].id"),
    ("an id too long", file(Tree((advice("a" * 37),))), "nodes[0].id"),
    ("an id twice", file(Tree((advice("a"), advice("a")))), "nodes[1].id"),
    ("an answer twice", file(Tree((question("q", [option("a"), option("a")]),))), "nodes[0].options[1].id"),
    ("a bad target", file(Tree((question("q", [option("a", "Een Twee")]),))), "nodes[0].options[0].target"),
    ("a text too long", file(Tree((advice("a", text=both("x" * 201)),))), "nodes[0].text.nl"),
    ("a scenario of nothing", with_scenarios(answers={"gone": []}), "scenarios[0].answers"),
    ("a scenario with a strange answer", with_scenarios(answers={"who": ["gone"]}), "scenarios[0].answers.who"),
    ("a scenario that ends nowhere", with_scenarios(expect="who"), "scenarios[0].expect"),
    ("a scenario twice", with_scenarios(2), "scenarios[1].name"),
    ("a tip that is not there", file(Tree((crisis(), advice("a", tips=("gone",))))), "nodes[1].tips"),
    (
        "a platform that is not there",
        file(Tree((question("q", [option("a", removal=("gone",))]),))),
        "nodes[0].options[0].removal",
    ),
]  # fmt: skip


@pytest.mark.django_db
class TestAFile:
    @pytest.mark.parametrize(
        ("data", "place"), [(data, place) for _why, data, place in WRONG], ids=[why for why, *_ in WRONG]
    )
    def test_that_is_wrong_changes_nothing_and_says_where(self, data: bytes, place: str) -> None:
        page = make_advice(published=False)
        before = page.revisions.count()
        with pytest.raises(ImportRefused) as refused:
            exchange.import_file(programme=page.programme, data=data, user=None)
        assert place in [problem.place for problem in refused.value.problems]
        assert all(problem.sentence for problem in refused.value.problems)
        assert (page.revisions.count(), Scenario.objects.count()) == (before, 0)
        assert not Entry.objects.filter(action="advice.imported").exists()

    def test_becomes_the_draft_of_a_new_page(self) -> None:
        home = make_site()
        records()
        editor = make_user(roles=[(home.programme, Role.EDITOR)])
        made = exchange.import_file(programme=home.programme, data=file(whole()), user=editor)
        page = AdvicePage.objects.get()
        assert not page.live
        assert page.get_latest_revision_as_object().tree() == whole() == made.tree
        assert page.get_latest_revision().user == editor
        entry = Entry.objects.get(action="advice.imported")
        assert (entry.actor, entry.programme, entry.detail) == (
            editor.audit_id,
            "helpwanted",
            {"nodes": 5, "left_out": 0},
        )

    def test_becomes_a_draft_beside_what_is_shown(self) -> None:
        page = make_advice()
        records()
        exchange.import_file(programme=page.programme, data=file(whole()), user=None)
        page.refresh_from_db()
        assert page.has_unpublished_changes
        shown = queries.current(page.programme)
        assert shown is not None
        assert shown.tree == small()

    def test_may_be_a_draft_that_nobody_could_walk_and_says_so(self) -> None:
        home = make_site()
        made = exchange.import_file(programme=home.programme, data=file(Tree((info("a", "b"),))), user=None)
        assert {Code.NO_START, Code.MISSING_TARGET} <= {finding.code for finding in made.findings}

    def test_leaves_out_what_the_directory_does_not_have_when_asked_to(self) -> None:
        home = make_site()
        tree = Tree((crisis(), advice("a", tips=("gone",))))
        made = exchange.import_file(programme=home.programme, data=file(tree), user=None, leave_out=True)
        assert [(each.node, each.kind, each.key) for each in made.left_out] == [("a", "tips", "gone")]
        assert made.tree == Tree((crisis(), advice("a")))

    def test_brings_scenarios_that_are_not_agreed_yet(self) -> None:
        home = make_site()
        made = exchange.import_file(programme=home.programme, data=file(), user=None)
        scenario = Scenario.objects.get()
        assert (scenario.name, scenario.expect, scenario.approved_by) == ("Dreiging", "stop", "")
        actions.approve_scenario(scenario=scenario, by="staff:1")
        exchange.import_file(programme=home.programme, data=file(), user=None)
        assert Scenario.objects.get().approved_by == "staff:1"
        other = [{"name": "Dreiging", "answers": {}, "expect": "talk"}]
        exchange.import_file(programme=home.programme, data=file(scenarios=other), user=None)
        assert (Scenario.objects.get().approved_by, Scenario.objects.get().expect) == ("", "talk")
        assert made.page.scenarios.count() == 1

    def test_goes_out_as_it_came_in(self) -> None:
        home = make_site()
        records()
        data = exchange.exported(
            form.Document(
                "helpwanted", Text("Hulp", "Help"), whole(), (form.Scenario("x", {"q": ("o",)}, "end"),)
            )
        )
        made = exchange.import_file(programme=home.programme, data=data, user=None)
        assert exchange.exported(exchange.document_of(made.page)) == data

    def test_of_what_is_published_is_not_of_the_draft(self) -> None:
        page = make_advice()
        draft(page, Tree((crisis(),)))
        page.refresh_from_db()
        shown = exchange.document_of(page, snapshot=Snapshot.objects.get())
        assert shown.tree == small()
        assert exchange.document_of(page).tree == Tree((crisis(),))

    def test_leaves_scenarios_out_that_its_tree_does_not_know(self) -> None:
        page = make_advice()
        actions.add_scenario(page=page, name="x", answers={"who": ["me"]}, expect="stop", by="system")
        draft(page, Tree((crisis(),)))
        page.refresh_from_db()
        assert exchange.document_of(page).scenarios == ()


@pytest.mark.django_db
class TestCopying:
    def test_takes_the_tree_along_and_reports_what_is_counted_otherwise(self) -> None:
        page = make_advice(published=False)
        make_code(programme=page.programme, list_key="who", code="me")
        records()
        draft(page, whole())
        actions.add_scenario(
            page=AdvicePage.objects.get(), name="x", answers={"q": ["o"]}, expect="end", by="system"
        )
        other = make_site(slug="stopitnow")
        editor = make_user(roles=[(other.programme, Role.EDITOR)])
        made = exchange.copy(
            source=AdvicePage.objects.get(pk=page.pk), programme=other.programme, user=editor
        )
        assert made.tree == whole()
        assert made.page.programme == other.programme
        assert (Code.LIST_UNKNOWN, "q") in {(finding.code, finding.node) for finding in made.findings}
        assert [scenario.approved_by for scenario in made.page.scenarios.all()] == [""]
        assert Entry.objects.get(action="advice.copied").actor == editor.audit_id


@pytest.mark.django_db
class TestCommands:
    def test_export_and_import(self, tmp_path: Path) -> None:
        page = make_advice()
        path = tmp_path / "tree.json"
        call_command("advice_export", "helpwanted", output=str(path), published=True)
        draft(page, Tree((crisis(),)))
        out = StringIO()
        call_command("advice_import", "helpwanted", str(path), publish=True, stdout=out, stderr=StringIO())
        assert "published" in out.getvalue()
        assert Snapshot.objects.count() == 2

    def test_say_where_a_file_is_wrong_and_never_publish_what_cannot_be_walked(self, tmp_path: Path) -> None:
        make_advice()
        path = tmp_path / "tree.json"
        path.write_bytes(file(Tree((advice("a"), advice("a")))))
        with pytest.raises(CommandError, match=r"nodes\[1\]\.id"):
            call_command("advice_import", "helpwanted", str(path))
        path.write_bytes(file(Tree((advice("a"),))))
        told = StringIO()
        with pytest.raises(CommandError, match="draft"):
            call_command("advice_import", "helpwanted", str(path), publish=True, stderr=told)
        assert "error" in told.getvalue()
        assert Snapshot.objects.count() == 1

    @pytest.mark.parametrize("command", [("advice_export", "nowhere"), ("advice_import", "nowhere", "x")])
    def test_know_the_programmes(self, command: tuple[str, ...]) -> None:
        with pytest.raises(CommandError, match="nowhere"):
            call_command(*command)


@pytest.mark.django_db
def test_the_demo_publishes_through_the_same_gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_site()
    (tmp_path / "helpwanted.json").write_bytes(file())
    monkeypatch.setattr(demo, "CONTENT", tmp_path)
    demo.create_demo_content()
    demo.create_demo_content()
    assert Snapshot.objects.count() == 1
    assert Scenario.objects.get().approved_for == Snapshot.objects.get()


@given(st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["format", "nodes", "id", "kind", "text", "options", "scenarios", "title", "programme", "answers"]
    ), inner, max_size=5),
    max_leaves=20,
).map(lambda value: json.dumps(value).encode()))  # fmt: skip
def test_no_file_breaks_the_reader(data: bytes) -> None:
    """Whatever is sent, it is read or refused with a place."""
    problems = None
    try:
        reading.read(data)
    except ImportRefused as refused:
        problems = refused.problems
    assert problems is None or len(problems) > 0
