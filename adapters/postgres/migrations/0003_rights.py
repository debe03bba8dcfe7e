"""What the running office may do: everything but changing the ledger, and no DDL at all."""

from tortoise import migrations
from tortoise.migrations import operations as ops

GRANT = """
GRANT USAGE ON SCHEMA public TO palm_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO palm_runtime;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO palm_runtime;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO palm_runtime;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO palm_runtime;
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_entries FROM palm_runtime;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON tortoise_migrations FROM palm_runtime;
"""
TAKE_BACK = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM palm_runtime;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM palm_runtime;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM palm_runtime;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM palm_runtime;
REVOKE USAGE ON SCHEMA public FROM palm_runtime;
"""


class Migration(migrations.Migration):
    dependencies = [("palm", "0002_jobs")]
    operations = [ops.RunSQL(GRANT, TAKE_BACK)]
