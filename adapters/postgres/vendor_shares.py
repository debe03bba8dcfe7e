"""Shares of operators (通道份额) in PostgreSQL: of a hundred messages, how many each is given."""

from tortoise.connection import get_connection

from adapters.postgres.rows.texting import VendorShareRow
from domain.invitations.tries import Shares
from domain.kernel.ports import NewId

# where there are no rows yet there is none to hold: the port's own number serves
HOLD = "SELECT pg_advisory_xact_lock(hashtext('vendor-shares:' || %s))"


class PostgresVendorShares:
    """Implements domain.invitations.tries.VendorShares."""

    def __init__(self, new_id: NewId) -> None:
        self._new_id = new_id

    async def current(self, port: str) -> Shares | None:
        return _shares([row async for row in VendorShareRow.filter(port=port)])

    async def take(self, port: str) -> Shares | None:
        await get_connection("default").execute_query(HOLD, [port])
        return _shares([row async for row in VendorShareRow.filter(port=port).select_for_update()])

    async def save(self, port: str, shares: Shares) -> None:
        await VendorShareRow.filter(port=port).exclude(vendor__in=list(shares.of)).delete()
        kept = {row.vendor async for row in VendorShareRow.filter(port=port)}
        for vendor, share in shares.of.items():
            at, why = shares.changed_at, shares.why
            if vendor in kept:
                row = VendorShareRow.filter(port=port, vendor=vendor)
                await row.update(share=share, changed_at=at, why=why)
            else:
                row_id = self._new_id()
                await VendorShareRow.create(
                    id=row_id, port=port, vendor=vendor, share=share, changed_at=at, why=why
                )


def _shares(rows: list[VendorShareRow]) -> Shares | None:
    if not rows:
        return None
    newest = max(rows, key=lambda row: row.changed_at)
    return Shares({row.vendor: row.share for row in rows}, newest.changed_at, newest.why)
