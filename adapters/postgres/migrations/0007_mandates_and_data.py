"""Mandates, sign-ins at other houses, whose decision a case is, copies and erasures of one's data, retention."""

from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

BODIES = """
UPDATE cases c SET body_code = o.issuing_body
  FROM invitations i JOIN offers o ON o.invitation_id = i.id
  WHERE i.matter_id = c.matter_id AND o.item = c.item_code;
"""
RIGHTS = """
REVOKE UPDATE, DELETE, TRUNCATE ON mandate_uses, retention_runs FROM palm_runtime;
REVOKE DELETE, TRUNCATE ON mandates, erasures FROM palm_runtime;
CREATE FUNCTION palm_expire_accesses(before timestamptz) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE removed bigint;
BEGIN
  IF before > now() - interval '183 days' THEN
    RAISE EXCEPTION 'who looked at whose data is kept six months at least';
  END IF;
  DELETE FROM public.data_accesses WHERE at < before;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END $$;
REVOKE ALL ON FUNCTION palm_expire_accesses(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION palm_expire_accesses(timestamptz) TO palm_runtime;
"""
RIGHTS_BEFORE = """
DROP FUNCTION palm_expire_accesses(timestamptz);
"""
NOTHING = "SELECT 1;"


class Migration(migrations.Migration):
    dependencies = [("palm", "0006_sessions_and_ledger")]

    initial = False

    operations = [
        ops.CreateModel(
            name="DataExportRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("party_id", fields.UUIDField()),
                ("person_id", fields.UUIDField()),
                ("state", fields.CharField(max_length=16)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ready_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("fetched_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("digest", fields.BinaryField(null=True)),
                ("sealed", fields.BinaryField(null=True)),
            ],
            options={
                "table": "data_exports",
                "app": "palm",
                "indexes": [Index(fields=["party_id", "asked_at"]), Index(fields=["ends_at"])],
                "pk_attr": "id",
                "table_description": "A copy of one's data; `sealed` is the file until `ends_at`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ErasureRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("party_id", fields.UUIDField()),
                ("person_id", fields.UUIDField()),
                ("state", fields.CharField(max_length=16)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("sealed", fields.BinaryField(null=True)),
            ],
            options={
                "table": "erasures",
                "app": "palm",
                "indexes": [Index(fields=["party_id", "asked_at"])],
                "pk_attr": "id",
                "table_description": "`sealed`: what went, what stays, why and until when.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MandateRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("principal_id", fields.UUIDField()),
                ("given_by_id", fields.UUIDField(null=True)),
                ("given_capacity", fields.CharField(max_length=32)),
                ("agent_index", fields.BinaryField()),
                ("agent", fields.BinaryField()),
                ("agent_id", fields.UUIDField(null=True)),
                (
                    "items",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                (
                    "acts",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("from_on", fields.DateField()),
                ("until_on", fields.DateField()),
                ("most_cases", fields.IntField(null=True)),
                ("source", fields.CharField(max_length=16)),
                ("reference", fields.CharField(null=True, max_length=64)),
                ("state", fields.CharField(max_length=16)),
                ("drafted_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("given_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("evidence_id", fields.UUIDField(null=True)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("ended_by_id", fields.UUIDField(null=True)),
                ("ended_why", fields.CharField(null=True, max_length=32)),
                ("version", fields.IntField()),
            ],
            options={
                "table": "mandates",
                "app": "palm",
                "indexes": [
                    Index(fields=["agent_index", "state"]),
                    Index(fields=["principal_id", "state"]),
                    Index(fields=["given_by_id", "state"]),
                    Index(fields=["state", "until_on"]),
                ],
                "pk_attr": "id",
                "table_description": "`agent` holds name and number, sealed; `agent_index`: keyed digest of the number.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MandateUseRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("mandate_id", fields.UUIDField()),
                ("person_id", fields.UUIDField()),
                ("operation", fields.CharField(max_length=64)),
                ("matter_id", fields.UUIDField(null=True)),
                ("case_id", fields.UUIDField(null=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "mandate_uses",
                "app": "palm",
                "indexes": [Index(fields=["mandate_id", "at"])],
                "pk_attr": "id",
                "table_description": "Append-only: what the agent did by it, and when.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OutsideSignInRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("way", fields.CharField(max_length=16)),
                ("state_digest", fields.BinaryField()),
                ("visitor_id", fields.UUIDField(null=True)),
                ("begun_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("session_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "outside_sign_ins",
                "app": "palm",
                "unique_together": (("state_digest",),),
                "pk_attr": "id",
                "table_description": "A sign-in begun at another house (unified identity, 电子营业执照); its state is used once.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RetentionRunRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("rule", fields.CharField(max_length=32)),
                ("at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ("before", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("removed", fields.BigIntField()),
            ],
            options={
                "table": "retention_runs",
                "app": "palm",
                "pk_attr": "id",
                "table_description": "Append-only: how many rows a rule removed, and when.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="AccountChangeRow",
            name="bodies",
            field=fields.JSONField(
                null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
            ),
        ),
        ops.AddField(
            model_name="CaseRow",
            name="body_code",
            field=fields.CharField(null=True, max_length=32),
        ),
        ops.AddField(
            model_name="CaseRow",
            name="mandate_id",
            field=fields.UUIDField(null=True),
        ),
        ops.AddIndex(
            model_name="CaseRow",
            index=Index(fields=["body_code", "state"]),
        ),
        ops.AddField(
            model_name="IdentityCheckRow",
            name="number_kind",
            field=fields.CharField(null=True, max_length=16),
        ),
        ops.AddField(
            model_name="PartyRow",
            name="number_kind",
            field=fields.CharField(null=True, max_length=16),
        ),
        ops.AddField(
            model_name="StaffRow",
            name="bodies",
            field=fields.JSONField(
                null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
            ),
        ),
        ops.RunSQL(BODIES, NOTHING),
        ops.RunSQL(RIGHTS, RIGHTS_BEFORE),
    ]
