"""All that the twenty items, the mini-program and the gateway need."""

from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("palm", "0003_rights")]

    initial = False

    operations = [
        ops.CreateModel(
            name="DoubtRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("change_id", fields.CharField(unique=True, max_length=40)),
                ("record_id", fields.CharField(max_length=64)),
                ("opened_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("state", fields.CharField(max_length=16)),
                ("settled_by_id", fields.UUIDField(null=True)),
                ("settled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reason", fields.BinaryField(null=True)),
                ("overruled_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "doubts",
                "app": "palm",
                "indexes": [Index(fields=["state", "id"])],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ProposalRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("case_id", fields.UUIDField(unique=True)),
                ("state", fields.CharField(max_length=16)),
                ("document", fields.CharField(max_length=200)),
                ("rules_version", fields.IntField()),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("tried_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reason", fields.CharField(max_length=64)),
                ("sealed", fields.BinaryField()),
            ],
            options={
                "table": "proposals",
                "app": "palm",
                "pk_attr": "id",
                "table_description": "`sealed`: each rule as it was weighed, and the signed proposal, as JSON.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StartRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("person_id", fields.UUIDField()),
                ("party_id", fields.UUIDField()),
                ("item", fields.CharField(max_length=64)),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("state", fields.CharField(max_length=16)),
                ("running_key", fields.CharField(null=True, unique=True, max_length=120)),
                ("reason", fields.CharField(max_length=32)),
                ("matter_id", fields.UUIDField(null=True)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "starts",
                "app": "palm",
                "pk_attr": "id",
                "table_description": "`running_key` names party and item while it runs, so that one runs at a time.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SubscriptionRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("openid_index", fields.BinaryField()),
                ("template_id", fields.CharField(max_length=64)),
                ("credits", fields.SmallIntField()),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("declined_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "subscriptions",
                "app": "palm",
                "unique_together": (("openid_index", "template_id"),),
                "pk_attr": "id",
                "table_description": "`openid_index` is the account's keyed digest, another one than among the visitors.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TicketRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("code_digest", fields.BinaryField()),
                ("page", fields.CharField(max_length=64)),
                ("department", fields.CharField(max_length=64)),
                ("person_id", fields.UUIDField()),
                ("party_id", fields.UUIDField()),
                ("session_id", fields.UUIDField()),
                ("level", fields.SmallIntField()),
                ("channel", fields.CharField(max_length=16)),
                ("capacity", fields.CharField(max_length=32)),
                ("issued_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "gateway_tickets",
                "app": "palm",
                "unique_together": (("code_digest",),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="VisitorRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("openid_index", fields.BinaryField()),
                ("openid", fields.BinaryField()),
                ("unionid", fields.BinaryField(null=True)),
                ("session_key", fields.BinaryField()),
                ("phone", fields.BinaryField(null=True)),
                ("person_id", fields.UUIDField(null=True)),
                ("number_index", fields.BinaryField(null=True)),
                ("linked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("first_seen_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("signed_in_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "visitors",
                "app": "palm",
                "unique_together": (("openid_index",),),
                "indexes": [Index(fields=["number_index", "linked_at"])],
                "pk_attr": "id",
                "table_description": "`openid_index` and `number_index` are keyed digests: of the account, of the person linked to it.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="CaseRow",
            name="materials_put_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="FindingRow",
            name="bundle_key",
            field=fields.CharField(null=True, max_length=160),
        ),
        ops.AddField(
            model_name="FindingRow",
            name="change_id",
            field=fields.CharField(null=True, max_length=40),
        ),
        ops.AddField(
            model_name="FindingRow",
            name="changed_field",
            field=fields.CharField(null=True, max_length=64),
        ),
        ops.AddField(
            model_name="FindingRow",
            name="move",
            field=fields.CharField(null=True, max_length=16),
        ),
        ops.AddIndex(
            model_name="FindingRow",
            index=Index(fields=["bundle_key"]),
        ),
        ops.AddField(
            model_name="IdentityCheckRow",
            name="verifier",
            field=fields.CharField(null=True, max_length=16),
        ),
        ops.AddField(
            model_name="IdentityCheckRow",
            name="visitor_id",
            field=fields.UUIDField(null=True),
        ),
        ops.AlterModelOptions(
            name="NoticeRow",
            options={
                "table": "notices",
                "app": "palm",
                "indexes": [
                    Index(fields=["visitor_id", "state"]),
                    Index(fields=["to_index", "code_digest"]),
                    Index(fields=["to_index", "queued_at"]),
                    Index(fields=["to_index", "tried_at"]),
                ],
                "pk_attr": "id",
                "table_description": "`sealed` holds number, variables and wording; `to_index`: keyed digest of the number or account.",
            },
        ),
        ops.AddField(
            model_name="NoticeRow",
            name="channel",
            field=fields.CharField(null=True, max_length=16),
        ),
        ops.AddField(
            model_name="NoticeRow",
            name="reader_id",
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name="NoticeRow",
            name="visitor_id",
            field=fields.UUIDField(null=True),
        ),
        ops.AddIndex(
            model_name="NoticeRow",
            index=Index(fields=["visitor_id", "state"]),
        ),
        ops.AddField(
            model_name="OfferRow",
            name="changed",
            field=fields.CharField(null=True, max_length=64),
        ),
        ops.AddField(
            model_name="OfferRow",
            name="holder_key",
            field=fields.CharField(null=True, max_length=64),
        ),
        ops.AddField(
            model_name="OfferRow",
            name="source",
            field=fields.CharField(null=True, max_length=64),
        ),
        ops.AddField(
            model_name="PushListRow",
            name="items",
            field=fields.JSONField(
                null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
            ),
        ),
        ops.AddField(
            model_name="PushListRow",
            name="rules",
            field=fields.JSONField(
                null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
            ),
        ),
        ops.AddField(
            model_name="SessionRow",
            name="channel",
            field=fields.CharField(null=True, max_length=16),
        ),
        ops.AddField(
            model_name="SessionRow",
            name="visitor_id",
            field=fields.UUIDField(null=True),
        ),
        ops.AddIndex(
            model_name="SessionRow",
            index=Index(fields=["visitor_id"]),
        ),
    ]
