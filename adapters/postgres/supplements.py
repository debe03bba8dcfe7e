"""Supplements (补正) and the files given for them in PostgreSQL: whatever may name people is sealed."""

from datetime import datetime
from functools import partial
from uuid import UUID

import msgspec
from tortoise.expressions import Subquery

from adapters.postgres.rows.cases import CaseRow
from adapters.postgres.rows.supplements import SupplementFileRow, SupplementRow
from adapters.postgres.within import of_case_within, only
from domain.cases.case import CaseState
from domain.kernel.ids import CaseId, MatterId, SupplementId
from domain.kernel.ports import Cipher, NewId
from domain.kernel.refusals import NotFound
from domain.kernel.remit import EVERY_BODY, Remit
from domain.supplements.supplement import GivenFile, Supplement, SupplementState, Wanted

SAID, FILE = "supplements.sealed", "supplement_files.sealed"
OWED = (str(SupplementState.OPEN), str(SupplementState.LATE), str(SupplementState.CONTESTED))
UNDECIDED = tuple(str(s) for s in (CaseState.FILED, CaseState.SUPPLEMENTING, CaseState.ACCEPTED))
NIL = UUID(int=0)
_LOOK = ("supplement_id", "index", "content_type", "size", "sm3", "from_wallet", "id")


class _Wanted(msgspec.Struct):
    index: int
    name: str
    why: str


class _Said(msgspec.Struct):
    reasons: tuple[str, ...]
    wanted: tuple[_Wanted, ...]
    settled_why: str


class PostgresSupplements:
    """Implements Supplements, SupplementFiles and SupplementLists of domain.supplements.ports."""

    def __init__(self, cipher: Cipher, new_id: NewId) -> None:
        self._cipher, self._new_id = cipher, new_id

    async def add(self, supplement: Supplement) -> None:
        await SupplementRow(id=supplement.supplement_id, **self._columns(supplement)).save(force_create=True)

    async def by_id(self, supplement: SupplementId) -> Supplement:
        row = await SupplementRow.get_or_none(id=supplement)
        if row is None:
            raise NotFound(str(supplement))
        [found] = await self._read([row])
        return found

    async def of_case(self, case: CaseId) -> tuple[Supplement, ...]:
        return await self._read(await SupplementRow.filter(case_id=case).order_by("-seq"))

    async def save(self, supplement: Supplement) -> None:
        await SupplementRow.filter(id=supplement.supplement_id).update(**self._columns(supplement))

    async def keep_file(self, supplement: SupplementId, index: int, file: GivenFile, content: bytes) -> None:
        made = self._new_id()
        await SupplementFileRow.filter(supplement_id=supplement, index=index).delete()
        await SupplementFileRow.create(
            id=made,
            supplement_id=supplement,
            index=index,
            content_type=file.content_type,
            size=file.size,
            sm3=file.sm3,
            from_wallet=file.from_wallet,
            sealed=self._cipher.seal(FILE, made, content),
        )

    async def content(self, supplement: SupplementId, index: int) -> bytes:
        row = await SupplementFileRow.get_or_none(supplement_id=supplement, index=index)
        if row is None:
            raise NotFound(f"{supplement}: material {index}")
        return self._cipher.open(FILE, row.id, row.sealed)

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[Supplement, ...]:
        undecided = Subquery(CaseRow.filter(state__in=UNDECIDED).values("id"))
        owed = SupplementRow.filter(state__in=OWED, case_id__in=undecided)
        theirs = only(owed, remit, partial(of_case_within, "supplements.case_id"))
        return await self._read(await theirs.order_by("told_at", "id").limit(size))

    async def told_before(
        self, at: datetime, *, after: SupplementId | None, size: int
    ) -> tuple[Supplement, ...]:
        open_ones = SupplementRow.filter(state=str(SupplementState.OPEN), told_at__lte=at)
        return await self._read(await open_ones.filter(id__gt=after or NIL).order_by("id").limit(size))

    async def _read(self, rows: list[SupplementRow]) -> tuple[Supplement, ...]:
        if not rows:
            return ()
        files = await SupplementFileRow.filter(supplement_id__in=[row.id for row in rows]).only(*_LOOK)
        given = {
            (one.supplement_id, one.index): GivenFile(one.content_type, one.size, one.sm3, one.from_wallet)
            for one in files
        }
        return tuple(self._supplement(row, given) for row in rows)

    def _supplement(self, row: SupplementRow, given: dict[tuple[UUID, int], GivenFile]) -> Supplement:
        said = msgspec.json.decode(self._cipher.open(SAID, row.id, row.sealed), type=_Said)
        return Supplement(
            SupplementId(row.id),
            CaseId(row.case_id),
            MatterId(row.matter_id),
            SupplementState(row.state),
            row.seq,
            row.asked_at,
            row.told_at,
            row.days,
            row.unit,
            said.reasons,
            [Wanted(one.index, one.name, one.why, given.get((row.id, one.index))) for one in said.wanted],
            row.newly_arisen,
            row.answered_at,
            row.tried_at,
            row.handed_in_at,
            row.settled_by,
            row.settled_at,
            said.settled_why,
        )

    def _columns(self, supplement: Supplement) -> dict[str, object]:
        wanted = tuple(_Wanted(one.index, one.name, one.why) for one in supplement.wanted)
        said = msgspec.json.encode(_Said(supplement.reasons, wanted, supplement.settled_why))
        return {
            "case_id": supplement.case,
            "matter_id": supplement.matter,
            "state": str(supplement.state),
            "seq": supplement.seq,
            "asked_at": supplement.asked_at,
            "told_at": supplement.told_at,
            "days": supplement.days,
            "unit": supplement.unit,
            "newly_arisen": supplement.newly_arisen,
            "answered_at": supplement.answered_at,
            "tried_at": supplement.tried_at,
            "handed_in_at": supplement.handed_in_at,
            "settled_by": supplement.settled_by,
            "settled_at": supplement.settled_at,
            "sealed": self._cipher.seal(SAID, supplement.supplement_id, said),
        }
