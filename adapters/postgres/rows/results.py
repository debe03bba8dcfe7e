"""Rows of 审管衔接: numbered results for regulators, their counters, and the days reconciled."""

from tortoise import fields
from tortoise.models import Model


class ResultRow(Model):
    """`sealed`: what is told, canonical JSON; `digest` of it stands open, both sides compare it."""

    id = fields.UUIDField(primary_key=True)
    body = fields.CharField(max_length=18)
    seq = fields.IntField()
    case_id = fields.UUIDField()
    matter_id = fields.UUIDField()
    kind = fields.CharField(max_length=16)
    day = fields.DateField()
    digest = fields.CharField(max_length=64)
    sealed = fields.BinaryField()
    made_at = fields.DatetimeField()
    state = fields.CharField(max_length=16)
    tried_at = fields.DatetimeField(null=True)
    receipt = fields.CharField(max_length=64)
    receipted_at = fields.DatetimeField(null=True)
    refused_with = fields.CharField(max_length=64)
    replays = fields.IntField()
    version = fields.IntField()

    class Meta:
        table = "results"
        unique_together = (("body", "seq"), ("case_id", "kind"))
        indexes = (("body", "day"), ("state", "made_at"))


class ResultCounterRow(Model):
    """The newest number of each body; given back with the transaction that took it, so there is no gap."""

    body = fields.CharField(max_length=18, primary_key=True)
    seq = fields.IntField()

    class Meta:
        table = "result_counters"


class ReconciledDayRow(Model):
    id = fields.UUIDField(primary_key=True)
    body = fields.CharField(max_length=18)
    day = fields.DateField(db_index=True)
    ours = fields.IntField()
    receipted = fields.IntField()
    refused = fields.IntField()
    theirs = fields.IntField()
    our_digest = fields.CharField(max_length=64)
    their_digest = fields.CharField(max_length=64)
    missing = fields.JSONField[list[int]]()
    surplus = fields.JSONField[list[int]]()
    asked_at = fields.DatetimeField()

    class Meta:
        table = "reconciled_days"
        unique_together = (("body", "day"),)
