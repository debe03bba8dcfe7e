"""Rows of archives (归档包): which end of which case, and what its file must digest to."""

from tortoise import fields
from tortoise.models import Model


class ArchiveRow(Model):
    id = fields.UUIDField(primary_key=True)
    case_id = fields.UUIDField()
    part = fields.CharField(max_length=16)
    item = fields.CharField(max_length=64)
    number = fields.CharField(max_length=64, null=True)
    digest = fields.CharField(max_length=64)
    size = fields.BigIntField()
    archived_at = fields.DatetimeField()
    until = fields.DateField(null=True, db_index=True)

    class Meta:
        table = "archives"
        unique_together = (("case_id", "part"),)
