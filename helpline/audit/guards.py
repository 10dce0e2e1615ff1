"""Triggers that refuse to change, delete or empty the table of entries, whoever asks.

They guard against a mistake and a careless query. Who owns the database can drop them; that is what the chain and
the checkpoints outside the database are for.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_TABLE = "audit_entry"

_POSTGRESQL = (
    """
    CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit entries are append-only'; END $$
    """,
    f"""
    CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {_TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()
    """,
)
_POSTGRESQL_REMOVE = (
    f"DROP TRIGGER audit_entry_append_only ON {_TABLE}",
    "DROP FUNCTION audit_entry_refuse()",
)
_SQLITE = tuple(
    f"CREATE TRIGGER audit_entry_no_{operation.lower()} BEFORE {operation} ON {_TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END"
    for operation in ("UPDATE", "DELETE")
)
_SQLITE_REMOVE = ("DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete")


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers on the table (a migration step)."""
    _run(schema_editor, {"postgresql": _POSTGRESQL, "sqlite": _SQLITE})


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers off the table (the migration step backwards)."""
    _run(schema_editor, {"postgresql": _POSTGRESQL_REMOVE, "sqlite": _SQLITE_REMOVE})


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: dict[str, tuple[str, ...]]) -> None:
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
