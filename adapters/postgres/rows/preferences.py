"""What somebody wished for on their own phone: how they are told, where parcels go, which card is first."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class PreferenceRow(Model):
    """Under the person's id, once they changed something; `muted`: ways that stay silent."""

    id = fields.UUIDField(primary_key=True)
    version = fields.IntField()
    muted: list[str] = fields.JSONField()
    quiet_starts = fields.CharField(max_length=5, null=True)  # 22:00, Beijing time
    quiet_ends = fields.CharField(max_length=5, null=True)
    language = fields.CharField(max_length=8, null=True)
    changed_at = fields.DatetimeField()

    class Meta:
        table = "preferences"


class AddressRow(Model):
    """A line of the address book (地址簿): who, number and place, sealed whole."""

    id = fields.UUIDField(primary_key=True)
    person_id = fields.UUIDField()
    sealed = fields.BinaryField()
    made_at = fields.DatetimeField()
    chosen_at = fields.DatetimeField()

    class Meta:
        table = "addresses"
        indexes = (Index(fields=("person_id", "chosen_at")),)


class CardOrderRow(Model):
    """In which order somebody wants the cards of one party; `licences`: ids, the first on top."""

    id = fields.UUIDField(primary_key=True)
    person_id = fields.UUIDField()
    party_id = fields.UUIDField()
    licences: list[str] = fields.JSONField()

    class Meta:
        table = "card_orders"
        unique_together = (("person_id", "party_id"),)
