"""Grievances (差评整改、错证缺证、投诉) in PostgreSQL: what was said and answered sealed as one."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

import msgspec

from adapters.postgres.rows.grievances import GrievanceRow
from adapters.postgres.within import grievance_within, only
from domain.grievances.grievance import (
    WAITS,
    About,
    Answer,
    Contact,
    Grievance,
    GrievanceKind,
    GrievanceState,
    Handover,
    Malice,
    Remedy,
    Utterance,
)
from domain.kernel.ids import CaseId, GrievanceId, LicenceId, MatterId, PartyId, RatingId, StaffId
from domain.kernel.personal import Free
from domain.kernel.ports import Cipher
from domain.kernel.refusals import NotFound
from domain.kernel.remit import EVERY_BODY, Remit

PLACE = "grievances.sealed"
WAITING = [str(state) for state in WAITS]
MOST_STANDING = 100


class _Said(msgspec.Struct):
    words: str
    at: datetime


class _Noted(msgspec.Struct):
    words: str
    by: UUID
    at: datetime
    remedy: str = ""


class _Handed(msgspec.Struct):
    words: str
    by: UUID
    at: datetime
    to: UUID | None = None


class _Sealed(msgspec.Struct):
    said: list[_Said]
    contacts: list[_Noted] = []
    answers: list[_Noted] = []
    malice: _Noted | None = None
    handovers: list[_Handed] = []


class PostgresGrievances:
    """Implements Grievances, GrievanceBook and GrievanceQueue of domain.grievances.ports."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def add(self, grievance: Grievance, *, due: date) -> None:
        row = GrievanceRow(id=grievance.grievance_id, due=due, **self._columns(grievance))
        await row.save(force_create=True)

    async def by_id(self, grievance: GrievanceId) -> Grievance:
        return self._grievance(grievance, await GrievanceRow.get_or_none(id=grievance))

    async def take(self, grievance: GrievanceId) -> Grievance:
        row = await GrievanceRow.select_for_update().get_or_none(id=grievance)
        return self._grievance(grievance, row)

    async def save(self, grievance: Grievance, *, due: date | None = None) -> None:
        columns = self._columns(grievance) | ({} if due is None else {"due": due})
        await GrievanceRow.filter(id=grievance.grievance_id).update(**columns)

    async def of_party(self, party: PartyId, *, size: int) -> tuple[Grievance, ...]:
        rows = await GrievanceRow.filter(party_id=party).order_by("-raised_at", "-id").limit(size)
        return tuple(self._grievance(GrievanceId(row.id), row) for row in rows)

    async def of_case(self, case: CaseId) -> tuple[Grievance, ...]:
        rows = await GrievanceRow.filter(case_id=case).order_by("-raised_at", "-id")
        return tuple(self._grievance(GrievanceId(row.id), row) for row in rows)

    async def raised_since(self, party: PartyId, since: datetime) -> int:
        kinds = [str(kind) for kind in GrievanceKind if kind is not GrievanceKind.BAD_RATING]
        return await GrievanceRow.filter(party_id=party, raised_at__gte=since, kind__in=kinds).count()

    async def standing(self, party: PartyId) -> tuple[Grievance, ...]:
        rows = await GrievanceRow.filter(party_id=party, state__in=WAITING).limit(MOST_STANDING)
        return tuple(self._grievance(GrievanceId(row.id), row) for row in rows)

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[int, tuple[Grievance, ...]]:
        waiting = GrievanceRow.filter(state__in=WAITING)
        rows = only(waiting, remit, partial(grievance_within, "grievances"))
        first = await rows.order_by("due", "id").limit(size)
        return await rows.count(), tuple(self._grievance(GrievanceId(row.id), row) for row in first)

    async def answered_before(self, at: datetime, *, size: int) -> tuple[GrievanceId, ...]:
        rows = GrievanceRow.filter(state=str(GrievanceState.ANSWERED), answered_at__lt=at)
        return tuple(GrievanceId(row.id) for row in await rows.order_by("answered_at", "id").limit(size))

    def _columns(self, grievance: Grievance) -> dict[str, object]:
        about, sealed = grievance.about, msgspec.json.encode(_sealed(grievance))
        return {
            "kind": str(grievance.kind),
            "party_id": grievance.party,
            "matter_id": about.matter,
            "case_id": about.case,
            "licence_id": about.licence,
            "field": about.field,
            "rating_id": about.rating,
            "state": str(grievance.state),
            "raised_at": grievance.raised_at,
            "counted_from": grievance.counted_from,
            "answered_at": grievance.answers[-1].at if grievance.answers else None,
            "handler_id": grievance.handler,
            "for_chiefs": grievance.for_chiefs,
            "version": grievance.version,
            "sealed": self._cipher.seal(PLACE, grievance.grievance_id, sealed),
        }

    def _grievance(self, asked: GrievanceId, row: GrievanceRow | None) -> Grievance:
        if row is None:
            raise NotFound(str(asked))
        sealed = msgspec.json.decode(self._cipher.open(PLACE, row.id, row.sealed), type=_Sealed)
        malice = sealed.malice
        return Grievance(
            GrievanceId(row.id),
            GrievanceKind(row.kind),
            PartyId(row.party_id),
            _about(row),
            GrievanceState(row.state),
            row.raised_at,
            row.counted_from,
            tuple(Utterance(Free(one.words), one.at) for one in sealed.said),
            tuple(Contact(Free(one.words), StaffId(one.by), one.at) for one in sealed.contacts),
            tuple(
                Answer(Free(one.words), Remedy(one.remedy), StaffId(one.by), one.at) for one in sealed.answers
            ),
            None if malice is None else Malice(Free(malice.words), StaffId(malice.by), malice.at),
            None if row.handler_id is None else StaffId(row.handler_id),
            row.for_chiefs,
            row.version,
            tuple(_handover(one) for one in sealed.handovers),
        )


def _about(row: GrievanceRow) -> About:
    return About(
        None if row.matter_id is None else MatterId(row.matter_id),
        None if row.case_id is None else CaseId(row.case_id),
        None if row.licence_id is None else LicenceId(row.licence_id),
        row.field,
        None if row.rating_id is None else RatingId(row.rating_id),
    )


def _handover(kept: _Handed) -> Handover:
    to = None if kept.to is None else StaffId(kept.to)
    return Handover(Free(kept.words), StaffId(kept.by), kept.at, to)


def _sealed(grievance: Grievance) -> _Sealed:
    malice = grievance.malice
    return _Sealed(
        [_Said(one.words.reveal(), one.at) for one in grievance.said],
        [_Noted(one.note.reveal(), one.by, one.at) for one in grievance.contacts],
        [_Noted(one.text.reveal(), one.by, one.at, str(one.remedy)) for one in grievance.answers],
        None if malice is None else _Noted(malice.reason.reveal(), malice.by, malice.at),
        [_Handed(one.reason.reveal(), one.by, one.at, one.to) for one in grievance.handovers],
    )
