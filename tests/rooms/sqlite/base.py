"""SQLite as tests with real transactions use it: emptied after each, past the triggers that keep published rows.

Django empties SQLite's tables by DELETE, which those triggers refuse; PostgreSQL's by TRUNCATE, which asks none.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.backends.sqlite3 import base, operations


class DatabaseOperations(operations.DatabaseOperations):
    """Takes all triggers off while it empties the tables."""

    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        with transaction.atomic(), self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            super().execute_sql_flush(sql_list)
            for _, statement in triggers:
                cursor.execute(statement)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
