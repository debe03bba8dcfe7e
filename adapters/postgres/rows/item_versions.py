"""Rows of item versions: the texts are public law, what staff said of them is sealed."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class ItemVersionRow(Model):
    """`open_key` is the item's code while it is a draft, so that an item has one at a time.

    `words`: why it was drafted, sent back, signed or ended, sealed.
    """

    id = fields.UUIDField(primary_key=True)
    item = fields.CharField(max_length=64)
    number = fields.IntField()
    state = fields.CharField(max_length=16)
    open_key = fields.CharField(max_length=64, null=True, unique=True)
    name = fields.CharField(max_length=200)
    text = fields.TextField()
    digest = fields.CharField(max_length=64)
    base = fields.IntField(null=True)
    drafted_at = fields.DatetimeField()
    drafted_by_id = fields.UUIDField(null=True)
    editors: list[str] = fields.JSONField()
    words = fields.BinaryField()
    check_state = fields.CharField(max_length=16)
    check_digest = fields.CharField(max_length=64)
    check_at = fields.DatetimeField(null=True)
    check_problems: list[list[str]] = fields.JSONField()
    trial_state = fields.CharField(max_length=16)
    trial_digest = fields.CharField(max_length=64)
    trial_at = fields.DatetimeField(null=True)
    trial_done = fields.BigIntField()
    trial_total = fields.BigIntField()
    trial_failure = fields.CharField(max_length=64)
    trial_result: dict[str, Any] | None = fields.JSONField(null=True)
    signed_by_id = fields.UUIDField(null=True)
    signed_at = fields.DatetimeField(null=True)
    live_on = fields.DateField(null=True)
    ended_by_id = fields.UUIDField(null=True)
    ended_at = fields.DatetimeField(null=True)
    unreadable = fields.CharField(max_length=500)
    unreadable_since = fields.DatetimeField(null=True)
    version = fields.IntField()

    class Meta:
        table = "item_versions"
        unique_together = (("item", "number"),)
        indexes = (Index(fields=("state",)),)
