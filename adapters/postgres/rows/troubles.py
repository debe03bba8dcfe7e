"""Rows of what went wrong with a job while it was tried: reasons are codes, nothing about people."""

from typing import Any

from tortoise import fields
from tortoise.models import Model


class JobTroubleRow(Model):
    """Under the job's own number, as the low bits of the id. `tries`: the last ones, {at, reason}."""

    id = fields.UUIDField(primary_key=True)
    task = fields.CharField(max_length=64)
    first_at = fields.DatetimeField()
    last_at = fields.DatetimeField()
    count = fields.IntField()
    tries: list[dict[str, Any]] = fields.JSONField()

    class Meta:
        table = "job_troubles"
