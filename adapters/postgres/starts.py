"""Starts (自己办) in PostgreSQL: one at a time for a party and an item."""

from tortoise.connection import get_connection

from adapters.postgres.rows.starts import StartRow
from domain.kernel.ids import ItemCode, MatterId, PartyId, StartId
from domain.kernel.refusals import NotFound
from domain.starts.start import Start, StartState

ADD = """
INSERT INTO starts (id, person_id, party_id, item, asked_at, state, running_key, reason)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (running_key) DO NOTHING
"""


class PostgresStarts:
    """Implements domain.starts.ports.Starts."""

    async def add(self, start: Start) -> bool:
        values = [
            start.start_id,
            start.person,
            start.party,
            start.item,
            start.asked_at,
            str(start.state),
            _running_key(start.party, start.item),
            start.reason,
        ]
        inserted, _ = await get_connection("default").execute_query(ADD, values)
        return bool(inserted)

    async def running(self, party: PartyId, item: ItemCode) -> Start | None:
        row = await StartRow.get_or_none(running_key=_running_key(party, item))
        return None if row is None else _start(row)

    async def by_id(self, start: StartId) -> Start:
        return _known(start, await StartRow.get_or_none(id=start))

    async def take(self, start: StartId) -> Start:
        return _known(start, await StartRow.select_for_update().get_or_none(id=start))

    async def save(self, start: Start) -> None:
        is_running = start.state is StartState.RUNNING
        await StartRow.filter(id=start.start_id).update(
            state=str(start.state),
            running_key=_running_key(start.party, start.item) if is_running else None,
            reason=start.reason,
            matter_id=start.matter,
            ended_at=start.ended_at,
        )


def _running_key(party: PartyId, item: ItemCode) -> str:
    return f"{party}/{item}"


def _known(asked: StartId, row: StartRow | None) -> Start:
    if row is None:
        raise NotFound(str(asked))
    return _start(row)


def _start(row: StartRow) -> Start:
    return Start(
        StartId(row.id),
        PartyId(row.person_id),
        PartyId(row.party_id),
        ItemCode(row.item),
        row.asked_at,
        StartState(row.state),
        row.reason,
        None if row.matter_id is None else MatterId(row.matter_id),
        row.ended_at,
    )
