"""The database itself keeps published versions as they are, whoever asks: the verbs, a shell, a program gone wrong.

Only who published and who wrote last may be forgotten (``SET NULL``), because people may be erased. A migration of
SQLite that remakes the table drops its triggers; whoever writes one runs ``freeze`` again, and a test notices.
"""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_TABLE = "catalogue_definitionversion"
_FROZEN = (
    *("id", "organisation_id", "definition_id", "number", "state", "design", "revision", "edited_at", "published_at"),
    *("design_digest", "rubric_digest", "achievement", "badge_svg", "words"),
)
_REASON = "a published version never changes"

_SQLITE_CHANGED = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _FROZEN)
_SQLITE = (
    f"""
    CREATE TRIGGER published_version_is_frozen BEFORE UPDATE ON {_TABLE}
    WHEN OLD.state = 'published' AND ({_SQLITE_CHANGED}) BEGIN SELECT RAISE(ABORT, '{_REASON}'); END
    """,
    f"""
    CREATE TRIGGER published_version_stays BEFORE DELETE ON {_TABLE}
    WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, '{_REASON}'); END
    """,
)

_POSTGRES_CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _FROZEN)
_POSTGRES = (
    f"""
    CREATE FUNCTION refuse_change_of_published_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{_REASON}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"""
    CREATE TRIGGER published_version_is_frozen BEFORE UPDATE ON {_TABLE} FOR EACH ROW
    WHEN (OLD.state = 'published' AND ({_POSTGRES_CHANGED})) EXECUTE FUNCTION refuse_change_of_published_version()
    """,
    f"""
    CREATE TRIGGER published_version_stays BEFORE DELETE ON {_TABLE} FOR EACH ROW
    WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_change_of_published_version()
    """,
)


def freeze(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- RunPython's signature
    """A step of the migration: set up the triggers."""
    for statement in _POSTGRES if editor.connection.vendor == "postgresql" else _SQLITE:
        editor.execute(statement)


def thaw(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- RunPython's signature
    """The step backwards: take them away."""
    on_table = f" ON {_TABLE}" if editor.connection.vendor == "postgresql" else ""
    for name in ("published_version_is_frozen", "published_version_stays"):
        editor.execute(f"DROP TRIGGER {name}{on_table}")
    if on_table:
        editor.execute("DROP FUNCTION refuse_change_of_published_version")
