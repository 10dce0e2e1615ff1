"""A migration leaves what the release before it reads and writes: that one serves on the new tables for a while.

Judged is what stands in the operations; whether old code understands a new value is not (decision 0118).
"""

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.fields import NOT_PROVIDED

OURS = ("helpline", "chat", "cms", "figures", "selfhelp")
#: of before the rule and before the first release: no installation has the one without the other
BEFORE = {
    ("chat", "0004_moments_and_overload_texts"), ("contacts", "0003_answers_from_visitors"),
    ("contacts", "0004_the_list_and_entering_afterwards"), ("directory", "0002_where_and_for_whom"),
    ("mail", "0002_wants_a_group"), ("phone", "0003_overload_switch"),
}  # fmt: skip
HARMLESS = (
    migrations.CreateModel, migrations.AddIndex, migrations.RemoveIndex,
    migrations.AlterModelOptions, migrations.AlterModelManagers,
)  # fmt: skip


def fault_of(operation: Operation, label: str, state: ProjectState, made: set[str]) -> str:
    """What the release before cannot bear of an operation; "" for nothing.

    state: as it is before. made: the models of this migration, in lower case, which the release before does not know.
    """
    if isinstance(operation, HARMLESS):
        return ""
    if isinstance(operation, migrations.AddField):
        field = operation.field
        may_be_left_out = field.null or field.many_to_many or field.db_default is not NOT_PROVIDED
        if may_be_left_out or operation.model_name_lower in made:
            return ""
        return "who writes a row leaves it out: give it a db_default, or let it be null"
    if isinstance(operation, migrations.RemoveConstraint):
        gone = state.models[label, operation.model_name_lower].get_constraint_by_name(operation.name)
        return "" if isinstance(gone, models.CheckConstraint) else "old code may write ON CONFLICT over it"
    if isinstance(operation, migrations.AlterField):
        before = state.models[label, operation.model_name_lower].fields[operation.name]
        return narrowed(before, operation.field)
    return "it removes, renames or does what nobody can judge here: leave it for the release after, or say why not"


def narrowed(before: "models.Field[object, object]", after: "models.Field[object, object]") -> str:
    """What a column no longer takes that it took; "" for nothing."""
    if before.get_internal_type() != after.get_internal_type() or before.db_column != after.db_column:
        return "it is another column"
    if before.null and not after.null:
        return "it may not be empty any more"
    if after.unique and not before.unique:
        return "it may not stand there twice any more"
    if before.unique and not after.unique:
        return "old code may write ON CONFLICT over it"
    if before.db_default is not NOT_PROVIDED and after.db_default is NOT_PROVIDED:
        return "who leaves it out is refused"
    lengths = (getattr(before, "max_length", None), getattr(after, "max_length", None))
    if lengths[1] is not None and (lengths[0] is None or lengths[1] < lengths[0]):
        return "it is shorter"
    return ""


def faults() -> dict[tuple[str, str], list[str]]:
    """What stands in the migrations of our rooms, but for the first of each and those that say why (`old_code`)."""
    loader = MigrationLoader(None)
    found = {}
    for (label, name), migration in loader.disk_migrations.items():
        is_ours = apps.get_app_config(label).name.split(".")[0] in OURS
        # a room's first migration makes what no code of before knows
        if not is_ours or name.startswith("0001_") or getattr(migration, "old_code", "").endswith("."):
            continue
        state = loader.project_state((label, name), at_end=False)
        made = {each.name_lower for each in migration.operations if isinstance(each, migrations.CreateModel)}
        told = []
        for operation in migration.operations:
            if fault := fault_of(operation, label, state, made):
                told.append(f"{operation.describe()}: {fault}")
            operation.state_forwards(label, state)
        if told:
            found[label, name] = told
    return found


def test_what_the_release_before_reads_and_writes_stays() -> None:
    found = faults()
    assert {key: told for key, told in found.items() if key not in BEFORE} == {}
    assert set(found) == BEFORE, "one that is not at fault needs no exception"


@pytest.mark.parametrize(
    ("operation", "is_borne"),
    [
        (migrations.AddField("thing", "n", models.IntegerField(default=0)), False),
        (migrations.AddField("thing", "n", models.IntegerField(db_default=0)), True),
        (migrations.AddField("thing", "n", models.IntegerField(null=True)), True),
        (migrations.AddField("New", "n", models.IntegerField(default=0)), True),
        (migrations.AddIndex("thing", models.Index(fields=["word"], name="by_word")), True),
        (migrations.AlterField("thing", "word", models.CharField(max_length=9)), False),
        (migrations.AlterField("thing", "word", models.CharField(max_length=20, help_text="a word")), True),
        (migrations.AlterField("thing", "word", models.CharField(max_length=20, unique=True)), False),
        (migrations.AlterField("thing", "word", models.TextField()), False),
        (migrations.AlterField("thing", "maybe", models.IntegerField()), False),
        (migrations.AlterField("thing", "preset", models.IntegerField()), False),
        (migrations.RemoveField("thing", "word"), False),
        (migrations.RenameField("thing", "word", "words"), False),
        (migrations.DeleteModel("thing"), False),
        (migrations.RenameModel("thing", "things"), False),
        (migrations.AddConstraint("thing", models.UniqueConstraint(fields=["word"], name="once")), False),
        (migrations.RunPython(migrations.RunPython.noop), False),
        (migrations.RunSQL("SELECT 1"), False),
    ],
    ids=lambda each: each.describe() if isinstance(each, Operation) else None,
)  # fmt: skip
def test_what_the_release_before_bears(operation: Operation, is_borne: bool) -> None:
    state = ProjectState()
    state.add_model(
        ModelState(
            "room", "Thing",
            [("word", models.CharField(max_length=20)), ("maybe", models.IntegerField(null=True)),
             ("preset", models.IntegerField(db_default=1))],
        )
    )  # fmt: skip
    assert (fault_of(operation, "room", state, {"new"}) == "") is is_borne
