"""A DuckDB database in memory for one piece of work: no extension, and nothing drawn into our output.

Source: DuckDB 2.0.0 itself, tried 2026-11-21 (allowed_paths, enable_external_access, lock_configuration) and
2026-11-23 (enable_progress_bar_print).
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb


def in_memory(memory_limit: str, *, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """What does not fit goes to the folder `spill`; without one nothing of the registers meets a disk."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": 2,
            "memory_limit": memory_limit,
            "temp_directory": str(spill or ""),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        },
    )
    connection.execute("SET enable_progress_bar_print = false")  # else drawn where Python runs no file (-c)
    return connection


def lock(connection: duckdb.DuckDBPyConnection, files: Sequence[Path] = ()) -> None:
    """From here on no other file, no network, no setting."""
    if files:
        quoted = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
        connection.execute(f"SET allowed_paths = [{quoted}]")  # cannot be given before the database is up
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
