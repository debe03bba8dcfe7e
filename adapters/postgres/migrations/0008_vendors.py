"""Texts tried at operators and their shares, apps and followers, what waits for the outside, indexes of retention."""

from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

EXPIRY = """
CREATE OR REPLACE FUNCTION palm_expire_accesses(before timestamptz) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE removed bigint;
BEGIN
  IF before > now() - interval '183 days' THEN
    RAISE EXCEPTION 'who looked at whose data is kept six months at least';
  END IF;
  DELETE FROM public.data_accesses WHERE id IN (
    SELECT id FROM public.data_accesses WHERE at < before ORDER BY at LIMIT {most} FOR UPDATE SKIP LOCKED);
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END $$;
"""
SOME, ALL = EXPIRY.format(most=5000), EXPIRY.format(most="ALL")


class Migration(migrations.Migration):
    dependencies = [("palm", "0007_mandates_and_data")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AppDeviceRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("account", fields.CharField(unique=True, max_length=64)),
                ("person_id", fields.UUIDField()),
                ("session_id", fields.UUIDField()),
                ("platform", fields.CharField(max_length=16)),
                ("bound_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "app_devices",
                "app": "palm",
                "indexes": [Index(fields=["person_id", "ended_at"]), Index(fields=["session_id"])],
                "pk_attr": "id",
                "table_description": "`account`: the opaque name the app binds at the push service; it ends with its session.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="FollowerRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("openid_index", fields.BinaryField()),
                ("openid", fields.BinaryField()),
                ("unionid_index", fields.BinaryField(null=True)),
                ("followed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("told_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "followers",
                "app": "palm",
                "unique_together": (("openid_index",),),
                "indexes": [Index(fields=["unionid_index", "ended_at"])],
                "pk_attr": "id",
                "table_description": "`openid_index` and `unionid_index` are keyed digests; `openid` is the official account's, sealed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SmsTryRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("out_id", fields.CharField(max_length=64)),
                ("vendor", fields.CharField(max_length=16)),
                ("template", fields.CharField(max_length=64)),
                ("segments", fields.SmallIntField()),
                ("state", fields.CharField(max_length=16)),
                ("tried_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("answered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("delivered_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reference", fields.CharField(null=True, max_length=64)),
            ],
            options={
                "table": "sms_tries",
                "app": "palm",
                "unique_together": (("out_id", "vendor"),),
                "indexes": [Index(fields=["vendor", "tried_at"]), Index(fields=["tried_at"])],
                "pk_attr": "id",
                "table_description": "One try at one operator; nothing of the person. `segments`: what it is billed as.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="VendorShareRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("port", fields.CharField(max_length=16)),
                ("vendor", fields.CharField(max_length=16)),
                ("share", fields.SmallIntField()),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("why", fields.CharField(max_length=32)),
            ],
            options={
                "table": "vendor_shares",
                "app": "palm",
                "unique_together": (("port", "vendor"),),
                "pk_attr": "id",
                "table_description": "Of a hundred texts, how many this operator is given; `why`: the code of the last change.",
            },
            bases=["Model"],
        ),
        ops.AddIndex(
            model_name="AppointmentRow",
            index=Index(fields=["matter_id"]),
        ),
        ops.AddField(
            model_name="CaseRow",
            name="waits_for",
            field=fields.CharField(null=True, max_length=32),
        ),
        ops.AddField(
            model_name="CaseRow",
            name="waits_since",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddIndex(
            model_name="DataAccessRow",
            index=Index(fields=["at"]),
        ),
        ops.AddField(
            model_name="LicenceRow",
            name="confirmed_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="NoticeRow",
            name="device_id",
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name="NoticeRow",
            name="follower_id",
            field=fields.UUIDField(null=True),
        ),
        ops.AddIndex(
            model_name="NoticeRow",
            index=Index(fields=["device_id", "state"]),
        ),
        ops.AddIndex(
            model_name="NoticeRow",
            index=Index(fields=["follower_id", "state"]),
        ),
        ops.AddIndex(
            model_name="NoticeRow",
            index=Index(fields=["reference"]),
        ),
        ops.AddField(
            model_name="VisitorRow",
            name="unionid_index",
            field=fields.BinaryField(null=True),
        ),
        ops.AddIndex(
            model_name="VisitorRow",
            index=Index(fields=["person_id"]),
        ),
        ops.AddIndex(
            model_name="VisitorRow",
            index=Index(fields=["unionid_index"]),
        ),
        ops.AddIndex(
            model_name="CaseRow",
            index=Index(fields=["waits_since"]),
        ),
        ops.AddField(
            model_name="CaseRow",
            name="waited",
            field=fields.JSONField(
                null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
            ),
        ),
        ops.AddField(
            model_name="ShipmentRow",
            name="away_since",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddIndex(
            model_name="ShipmentRow",
            index=Index(fields=["waybill"]),
        ),
        ops.RunSQL(SOME, ALL),
    ]
