"""Rows of texts tried at the operators, and of how much of them each operator is given."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class SmsTryRow(Model):
    """One try at one operator; nothing of the person. `segments`: what it is billed as."""

    id = fields.UUIDField(primary_key=True)
    out_id = fields.CharField(max_length=64)
    vendor = fields.CharField(max_length=16)
    template = fields.CharField(max_length=64)
    segments = fields.SmallIntField()
    state = fields.CharField(max_length=16)
    tried_at = fields.DatetimeField()
    answered_at = fields.DatetimeField(null=True)
    delivered_at = fields.DatetimeField(null=True)
    reference = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "sms_tries"
        unique_together = (("out_id", "vendor"),)
        indexes = (Index(fields=("vendor", "tried_at")), Index(fields=("tried_at",)))


class VendorShareRow(Model):
    """Of a hundred texts, how many this operator is given; `why`: the code of the last change."""

    id = fields.UUIDField(primary_key=True)
    port = fields.CharField(max_length=16)
    vendor = fields.CharField(max_length=16)
    share = fields.SmallIntField()
    changed_at = fields.DatetimeField()
    why = fields.CharField(max_length=32)

    class Meta:
        table = "vendor_shares"
        unique_together = (("port", "vendor"),)
