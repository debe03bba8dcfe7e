"""Procrastinate's own schema, as the pinned release ships it: jobs live in the same database as the cases."""

from procrastinate.schema import SchemaManager
from tortoise import migrations
from tortoise.migrations import operations as ops

DROP = """
DO $$ DECLARE thing record; BEGIN
  FOR thing IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'procrastinate_%' LOOP
    EXECUTE format('DROP TABLE %I CASCADE', thing.name);
  END LOOP;
  FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
               WHERE n.nspname = 'public' AND p.proname LIKE 'procrastinate_%' LOOP
    EXECUTE format('DROP FUNCTION %s CASCADE', thing.name);
  END LOOP;
  FOR thing IN SELECT t.typname AS name FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
               WHERE n.nspname = 'public' AND t.typname LIKE 'procrastinate_%' AND t.typtype IN ('e', 'c')
               AND NOT EXISTS (SELECT 1 FROM pg_class c WHERE c.reltype = t.oid AND c.relkind <> 'c') LOOP
    EXECUTE format('DROP TYPE %I CASCADE', thing.name);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("palm", "0001_initial")]
    operations = [ops.RunSQL(SchemaManager.get_schema(), DROP)]
