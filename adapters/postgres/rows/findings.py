"""Rows of push lists and of the findings that stand on them. Holders are keyed hashes here, never named."""

from typing import Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class PushListRow(Model):
    id = fields.UUIDField(primary_key=True)
    item = fields.CharField(max_length=64)
    rule = fields.CharField(max_length=80)
    as_of = fields.DatetimeField()
    prepared_by_id = fields.UUIDField()
    prepared_at = fields.DatetimeField()
    counts: dict[str, Any] = fields.JSONField()
    sample: list[str] = fields.JSONField()
    digest = fields.CharField(max_length=64)
    state = fields.CharField(max_length=16)
    settled_by_id = fields.UUIDField(null=True)
    settled_at = fields.DatetimeField(null=True)
    remark = fields.BinaryField(null=True)
    # NULL: written before a list could have several; then `item` and `rule` say it all
    items: list[str] | None = fields.JSONField(null=True)
    rules: list[str] | None = fields.JSONField(null=True)
    # NULL: prepared before rules were tried on past days
    back_test: list[dict[str, Any]] | None = fields.JSONField(null=True)

    class Meta:
        table = "push_lists"


class FindingRow(Model):
    """`pursued_key` is the event's key while this list pursues it, so that no event is found twice."""

    id = fields.UUIDField(primary_key=True)
    push_list_id = fields.UUIDField()
    item = fields.CharField(max_length=64)
    event_key = fields.CharField(max_length=160)
    pursued_key = fields.CharField(max_length=160, null=True, unique=True)
    reason = fields.CharField(max_length=32, null=True)
    record_id = fields.CharField(max_length=64)
    holder_key = fields.CharField(max_length=64)
    holder_kind = fields.CharField(max_length=32)
    issuing_body = fields.CharField(max_length=32)
    event_date = fields.DateField()
    has_contact = fields.BooleanField()
    originals = fields.IntField()
    duplicates = fields.IntField()
    rule_id = fields.CharField(max_length=64)
    rule_version = fields.IntField()
    as_of = fields.DatetimeField()
    last_day = fields.DateField()
    # NULL: an expiry, which is a bundle of its own
    bundle_key = fields.CharField(max_length=160, null=True)
    change_id = fields.CharField(max_length=40, null=True)
    changed_field = fields.CharField(max_length=64, null=True)
    move = fields.CharField(max_length=16, null=True)

    class Meta:
        table = "findings"
        unique_together = (("push_list_id", "event_key"),)
        indexes = (Index(fields=("event_key",)), Index(fields=("bundle_key",)))
