"""Rows of how far values have been sealed again under a new key."""

from tortoise import fields
from tortoise.models import Model


class KeySweepRow(Model):
    """One for each place and key version; `after`: the last row looked at, so that a killed sweep goes on."""

    id = fields.UUIDField(primary_key=True)
    place = fields.CharField(max_length=64)
    version = fields.CharField(max_length=32)
    after = fields.UUIDField(null=True)
    done = fields.BigIntField()
    total = fields.BigIntField()
    started_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "key_sweeps"
        unique_together = (("place", "version"),)
