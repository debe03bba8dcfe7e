"""Rows of licences in wallets, of codes shown, and of who looked."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class LicenceRow(Model):
    """`identifier_index`: keyed digest of the 证照标识, which holds the holder's number in clear."""

    id = fields.UUIDField(primary_key=True)
    holder_id = fields.UUIDField()
    identifier_index = fields.BinaryField()
    sealed = fields.BinaryField()
    status = fields.CharField(max_length=16)
    valid_until = fields.DateField(null=True)
    fetched_at = fields.DatetimeField()
    confirmed_at = fields.DatetimeField(null=True)  # by the bank, last; NULL: not since it was fetched
    version = fields.IntField()

    class Meta:
        table = "licences"
        unique_together = (("identifier_index",),)
        indexes = (Index(fields=("holder_id",)),)


class WalletRow(Model):
    """When the licence bank was last asked about this holder."""

    holder_id = fields.UUIDField(primary_key=True)
    asked_at = fields.DatetimeField()

    class Meta:
        table = "wallets"


class PresentationRow(Model):
    id = fields.UUIDField(primary_key=True)
    licence_id = fields.UUIDField()
    holder_id = fields.UUIDField()
    shown_by = fields.UUIDField()
    code_digest = fields.BinaryField()
    shown_at = fields.DatetimeField()
    redeemed_at = fields.DatetimeField(null=True)
    replaced = fields.BooleanField(default=False)

    class Meta:
        table = "presentations"
        unique_together = (("code_digest",),)
        indexes = (Index(fields=("licence_id", "redeemed_at")),)


class LookRow(Model):
    id = fields.UUIDField(primary_key=True)
    licence_id = fields.UUIDField()
    presentation_id = fields.UUIDField()
    verifier_id = fields.UUIDField()
    organisation = fields.CharField(max_length=128)
    operator = fields.CharField(max_length=64)
    purpose = fields.CharField(max_length=200)
    at = fields.DatetimeField()
    result = fields.CharField(max_length=16)

    class Meta:
        table = "looks"
        indexes = (Index(fields=("licence_id", "at")), Index(fields=("verifier_id", "at")))
