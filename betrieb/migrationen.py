"""How far the database is."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


def offene() -> list:
    """What `migrate` would still do."""
    ausfuehrer = MigrationExecutor(connection)
    return ausfuehrer.migration_plan(ausfuehrer.loader.graph.leaf_nodes())


def angewandte() -> list[str]:
    """The migrations of this database, "app.name"."""
    return sorted(".".join(migration) for migration in MigrationLoader(connection).applied_migrations)


def fremde() -> set[str]:
    """Those of this database that a newer version made."""
    return set(angewandte()) - bekannte()


def bekannte() -> set[str]:
    """Those that this version of the portal has."""
    return {".".join(migration) for migration in MigrationLoader(None).disk_migrations}
