"""Rows of mandates (授权委托) and of what was done by each."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class MandateRow(Model):
    """`agent` holds name and number, sealed; `agent_index`: keyed digest of the number.

    `source`: own (given here), or e-licence (told by 电子营业执照 under `reference`).
    """

    id = fields.UUIDField(primary_key=True)
    principal_id = fields.UUIDField()
    given_by_id = fields.UUIDField(null=True)
    given_capacity = fields.CharField(max_length=32)
    agent_index = fields.BinaryField()
    agent = fields.BinaryField()
    agent_id = fields.UUIDField(null=True)
    items: list[str] = fields.JSONField()
    acts: list[str] = fields.JSONField()
    from_on = fields.DateField()
    until_on = fields.DateField()
    most_cases = fields.IntField(null=True)
    source = fields.CharField(max_length=16)
    reference = fields.CharField(max_length=64, null=True)
    state = fields.CharField(max_length=16)
    drafted_at = fields.DatetimeField()
    given_at = fields.DatetimeField(null=True)
    evidence_id = fields.UUIDField(null=True)
    ended_at = fields.DatetimeField(null=True)
    ended_by_id = fields.UUIDField(null=True)
    ended_why = fields.CharField(max_length=32, null=True)
    version = fields.IntField()

    class Meta:
        table = "mandates"
        indexes = (
            Index(fields=("agent_index", "state")),
            Index(fields=("principal_id", "state")),
            Index(fields=("given_by_id", "state")),
            Index(fields=("state", "until_on")),
        )


class MandateUseRow(Model):
    """Append-only: what the agent did by it, and when."""

    id = fields.UUIDField(primary_key=True)
    mandate_id = fields.UUIDField()
    person_id = fields.UUIDField()
    operation = fields.CharField(max_length=64)
    matter_id = fields.UUIDField(null=True)
    case_id = fields.UUIDField(null=True)
    at = fields.DatetimeField()

    class Meta:
        table = "mandate_uses"
        indexes = (Index(fields=("mandate_id", "at")),)
