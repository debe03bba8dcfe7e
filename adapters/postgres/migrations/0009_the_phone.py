"""What somebody wished for on their own phone: ways, hours, language, addresses, order of cards; a signature without a visit."""

from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index

_JSON = functools.partial(
    fields.JSONField, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
)
# backwards: the column takes no NULL again
AT_NO_COUNTER = (
    "UPDATE signatures SET visit_id = '00000000-0000-0000-0000-000000000000' WHERE visit_id IS NULL"
)


class Migration(migrations.Migration):
    dependencies = [("palm", "0008_vendors")]

    initial = False

    operations = [
        ops.CreateModel(
            name="PreferenceRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("version", fields.IntField()),
                ("muted", _JSON()),
                ("quiet_starts", fields.CharField(null=True, max_length=5)),
                ("quiet_ends", fields.CharField(null=True, max_length=5)),
                ("language", fields.CharField(null=True, max_length=8)),
                ("changed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "preferences",
                "app": "palm",
                "pk_attr": "id",
                "table_description": "Under the person's id, once they changed something; `muted`: ways that stay silent.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AddressRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("person_id", fields.UUIDField()),
                ("sealed", fields.BinaryField()),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("chosen_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "addresses",
                "app": "palm",
                "indexes": [Index(fields=["person_id", "chosen_at"])],
                "pk_attr": "id",
                "table_description": "A line of the address book (地址簿): who, number and place, sealed whole.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CardOrderRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("person_id", fields.UUIDField()),
                ("party_id", fields.UUIDField()),
                ("licences", _JSON()),
            ],
            options={
                "table": "card_orders",
                "app": "palm",
                "unique_together": (("person_id", "party_id"),),
                "pk_attr": "id",
                "table_description": "In which order somebody wants the cards of one party; `licences`: ids, the first on top.",
            },
            bases=["Model"],
        ),
        ops.AlterField(
            model_name="SignatureRow",
            name="visit_id",
            field=fields.UUIDField(null=True),
        ),
        ops.RunSQL("SELECT 1", AT_NO_COUNTER),
    ]
