"""Erasures (删除个人信息) in PostgreSQL: what went and what stays, sealed."""

from datetime import date

import msgspec
from tortoise.connection import get_connection

from adapters.postgres.rows.privacy import ErasureRow
from domain.kernel.ids import ErasureId, PartyId
from domain.kernel.ports import Cipher
from domain.kernel.refusals import NotFound
from domain.privacy.erasure import Erasure, ErasureState, Family, Kept, Stay

PLACE = "erasures.sealed"
TURN = "SELECT pg_advisory_xact_lock(hashtextextended('erasure ' || %s, 0))"


class _Kept(msgspec.Struct):
    stay: str
    what: str
    basis: str
    when: str
    until: date | None = None


class _Sealed(msgspec.Struct):
    stays: list[_Kept] = []
    gone: dict[str, int] = {}


class PostgresErasures:
    """Implements domain.privacy.data_ports.Erasures."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def running(self, party: PartyId) -> Erasure | None:
        await get_connection("default").execute_query(TURN, [str(party)])
        row = await ErasureRow.filter(party_id=party, state=str(ErasureState.ASKED)).first()
        return None if row is None else self._erasure(row)

    async def add(self, erasure: Erasure) -> None:
        row = ErasureRow(
            id=erasure.erasure_id,
            party_id=erasure.party,
            person_id=erasure.person,
            asked_at=erasure.asked_at,
            **self._changing(erasure),
        )
        await row.save(force_create=True)

    async def by_id(self, erasure: ErasureId, *, held: bool = False) -> Erasure:
        rows = ErasureRow.select_for_update() if held else ErasureRow.all()
        row = await rows.get_or_none(id=erasure)
        if row is None:
            raise NotFound(str(erasure))
        return self._erasure(row)

    async def save(self, erasure: Erasure) -> None:
        await ErasureRow.filter(id=erasure.erasure_id).update(**self._changing(erasure))

    def _changing(self, erasure: Erasure) -> dict[str, object]:
        stays = [_Kept(one.stay, one.what, one.basis, one.when, one.until) for one in erasure.stays]
        said = _Sealed(stays, {str(family): count for family, count in erasure.gone.items()})
        return {
            "state": str(erasure.state),
            "done_at": erasure.done_at,
            "sealed": self._cipher.seal(PLACE, erasure.erasure_id, msgspec.json.encode(said)),
        }

    def _erasure(self, row: ErasureRow) -> Erasure:
        """What was said is no longer there once its own three years are over."""
        said = _Sealed()
        if row.sealed is not None:
            said = msgspec.json.decode(self._cipher.open(PLACE, row.id, row.sealed), type=_Sealed)
        return Erasure(
            ErasureId(row.id),
            PartyId(row.party_id),
            PartyId(row.person_id),
            row.asked_at,
            tuple(Kept(Stay(one.stay), one.what, one.basis, one.when, one.until) for one in said.stays),
            {Family(name): count for name, count in said.gone.items()},
            ErasureState(row.state),
            row.done_at,
        )
