"""Matters (事由) in PostgreSQL: one row per event of a holder, held while anything of it changes."""

from tortoise.connection import get_connection

from adapters.postgres.rows.matters import MatterRow
from domain.kernel.ids import MatterId, PartyId
from domain.kernel.refusals import NotFound
from domain.matters.matter import Matter, MatterState


class PostgresMatters:
    """Implements domain.matters.ports.Matters."""

    async def add(self, matter: Matter) -> bool:
        inserted, _ = await get_connection("default").execute_query(
            "INSERT INTO matters (id, holder_id, event_key, state, version, opened_at)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (event_key) DO NOTHING",
            [
                matter.matter_id,
                matter.holder,
                matter.event_key,
                str(matter.state),
                matter.version,
                matter.opened_at,
            ],
        )
        return bool(inserted)

    async def take(self, matter: MatterId) -> Matter:
        row = await MatterRow.select_for_update().get_or_none(id=matter)
        return _matter(matter, row)

    async def by_id(self, matter: MatterId) -> Matter:
        return _matter(matter, await MatterRow.get_or_none(id=matter))

    async def of_event(self, event_key: str) -> Matter | None:
        row = await MatterRow.get_or_none(event_key=event_key)
        return None if row is None else _matter(MatterId(row.id), row)

    async def of_holder(self, holder: PartyId) -> tuple[Matter, ...]:
        rows = await MatterRow.filter(holder_id=holder).order_by("-opened_at")
        return tuple(_matter(MatterId(row.id), row) for row in rows)

    async def save(self, matter: Matter) -> None:
        await MatterRow.filter(id=matter.matter_id).update(state=str(matter.state), version=matter.version)


def _matter(asked: MatterId, row: MatterRow | None) -> Matter:
    if row is None:
        raise NotFound(str(asked))
    return Matter(
        MatterId(row.id),
        PartyId(row.holder_id),
        row.event_key,
        MatterState(row.state),
        row.version,
        row.opened_at,
    )
