"""What a database lets our role do (数据库权限): what may only grow must be out of the office's own reach."""

import psycopg

# rows only come to these; of an evidence the sealed content alone may be taken away when its time is over
APPEND_ONLY = ("ledger_entries", "ledger_anchors", "data_accesses", "evidence", "retention_runs")
NEVER_FEWER = ("ledger_chains", "ledger_heads", "erasures")  # each moves on, and stays
MAY_CHANGE = ["evidence.sealed"]
REACHABLE = """
SELECT c.relname FROM pg_class c WHERE c.oid = ANY (%s::regclass[]) AND (
  pg_has_role(c.relowner, 'MEMBER') OR has_table_privilege(c.oid, 'DELETE, TRUNCATE') OR EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    AND has_column_privilege(c.oid, a.attnum, 'UPDATE')
    AND NOT (c.relname = ANY (%s) OR c.relname || '.' || a.attname = ANY (%s))))
ORDER BY 1
"""
ROLE = "SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


def weaknesses(connection: psycopg.Connection) -> list[str]:
    """What a crash could lose or our own role could change, one line each; none is as it has to be.

    Raises psycopg.errors.UndefinedTable when the schema is not this release's.
    """
    fsync = connection.execute("SHOW fsync").fetchone()
    role = connection.execute(ROLE).fetchone()
    tables = [*APPEND_ONLY, *NEVER_FEWER]
    reachable = connection.execute(REACHABLE, (tables, list(NEVER_FEWER), MAY_CHANGE)).fetchall()
    found = []
    if fsync != ("on",):
        found.append("the server runs with fsync=off; a power cut would lose cases")
    if role != (False,):
        found.append("the role is a superuser or may make roles; use palm_runtime")
    if reachable:
        names = ", ".join(name for (name,) in reachable)
        found.append(f"the role may change the ledger ({names}); run `palm migrate up`, use palm_runtime")
    return found
