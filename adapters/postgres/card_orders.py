"""Orders of cards (卡片顺序) in PostgreSQL."""

from collections.abc import Sequence
from uuid import UUID

from tortoise.connection import get_connection

from adapters.postgres.rows.preferences import CardOrderRow
from domain.kernel.ids import LicenceId, PartyId
from domain.kernel.ports import NewId

PUT = """
INSERT INTO card_orders (id, person_id, party_id, licences) VALUES (%s, %s, %s, %s::jsonb)
ON CONFLICT (person_id, party_id) DO UPDATE SET licences = excluded.licences
"""


class PostgresCardOrders:
    """Implements domain.licences.order.CardOrders."""

    def __init__(self, new_id: NewId) -> None:
        self._new_id = new_id

    async def of(self, person: PartyId, party: PartyId) -> tuple[LicenceId, ...]:
        row = await CardOrderRow.get_or_none(person_id=person, party_id=party)
        return () if row is None else tuple(LicenceId(UUID(one)) for one in row.licences)

    async def put(self, person: PartyId, party: PartyId, licences: Sequence[LicenceId]) -> None:
        said = "[" + ",".join(f'"{one}"' for one in licences) + "]"
        await get_connection("default").execute_query(PUT, [self._new_id(), person, party, said])
