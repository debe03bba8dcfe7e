"""Cases (办件) in PostgreSQL: one row for each item of a matter that somebody said yes to."""

from datetime import datetime
from functools import partial
from uuid import UUID

from tortoise.expressions import Q

from adapters.postgres.rows.cases import CaseRow
from adapters.postgres.rows.matters import MatterRow
from adapters.postgres.within import case_within, only
from domain.cases.case import UNGRANTED, Case, CaseState
from domain.cases.waiting import Wait
from domain.kernel.ids import CaseId, CaseNumber, ItemCode, MandateId, MatterId, PartyId
from domain.kernel.refusals import NotFound
from domain.kernel.remit import EVERY_BODY, Remit

NIL = UUID(int=0)
WITHIN = partial(case_within, "cases")


class PostgresCases:
    """Implements domain.cases.ports.Cases, CasesByTail and CaseLists."""

    async def add(self, case: Case) -> None:
        await CaseRow(id=case.case_id, **_columns(case)).save(force_create=True)

    async def by_id(self, case: CaseId) -> Case:
        return _case(case, await CaseRow.get_or_none(id=case))

    async def take(self, case: CaseId) -> Case:
        """The matter first, as everybody else does: two who hold one half each would wait for ever."""
        found = await CaseRow.get_or_none(id=case)
        if found is None:
            raise NotFound(str(case))
        await MatterRow.select_for_update().get_or_none(id=found.matter_id)
        return _case(case, await CaseRow.select_for_update().get_or_none(id=case))

    async def by_number(self, number: CaseNumber) -> Case | None:
        row = await CaseRow.get_or_none(number=number)
        return None if row is None else _case(CaseId(row.id), row)

    async def of_holder(self, party: PartyId, *, size: int, remit: Remit = EVERY_BODY) -> tuple[Case, ...]:
        theirs = only(CaseRow.filter(party_id=party), remit, WITHIN)
        return _page(await theirs.order_by("-intended_at", "-id").limit(size))

    async def ending_with(self, tail: str, *, size: int, remit: Remit = EVERY_BODY) -> tuple[Case, ...]:
        ending = only(CaseRow.filter(number__endswith=tail), remit, WITHIN)
        return _page(await ending.order_by("-intended_at", "-id").limit(size))

    async def of_matter(self, matter: MatterId) -> tuple[Case, ...]:
        rows = await CaseRow.filter(matter_id=matter).order_by("intended_at", "id")
        return tuple(_case(CaseId(row.id), row) for row in rows)

    async def of_party(self, party: PartyId) -> tuple[Case, ...]:
        rows = await CaseRow.filter(party_id=party).order_by("-intended_at", "-id")
        return tuple(_case(CaseId(row.id), row) for row in rows)

    async def delivered_before(self, at: datetime, *, size: int) -> tuple[CaseId, ...]:
        due = CaseRow.filter(state=str(CaseState.DELIVERED), delivered_at__lt=at)
        return tuple(CaseId(row.id) for row in await due.order_by("delivered_at", "id").limit(size))

    async def save(self, case: Case) -> None:
        await CaseRow.filter(id=case.case_id).update(**_columns(case))

    async def unanswered(self, *, before: datetime, after: CaseId | None, size: int) -> tuple[Case, ...]:
        filed = CaseRow.filter(
            state=str(CaseState.FILED), filed_at__lt=before, materials_put_at__isnull=False
        )
        return _page(await filed.filter(id__gt=after or NIL).order_by("id").limit(size))

    async def ended(self, *, before: datetime, after: CaseId | None, size: int) -> tuple[Case, ...]:
        """Those of the previous version have no end of their own: it was their decision."""
        ended = CaseRow.filter(state__in=[str(state) for state in UNGRANTED]).filter(
            Q(ended_at__lt=before) | Q(ended_at__isnull=True, decided_at__lt=before)
        )
        return _page(await ended.filter(id__gt=after or NIL).order_by("id").limit(size))

    async def deemed(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[Case, ...]:
        rows = CaseRow.filter(state=str(CaseState.ACCEPTED), deemed_accepted_at__isnull=False)
        return _page(await only(rows, remit, WITHIN).order_by("deemed_accepted_at", "id").limit(size))


def _page(rows: list[CaseRow]) -> tuple[Case, ...]:
    return tuple(_case(CaseId(row.id), row) for row in rows)


def _columns(case: Case) -> dict[str, object]:
    return {
        "matter_id": case.matter,
        "item_code": case.item,
        "party_id": case.party,
        "actor_id": case.actor,
        "capacity": case.capacity,
        "state": str(case.state),
        "number": case.number,
        "intended_at": case.intended_at,
        "confirmed_at": case.confirmed_at,
        "filed_at": case.filed_at,
        "accepted_at": case.accepted_at,
        "decided_at": case.decided_at,
        "delivered_at": case.delivered_at,
        "push_seq": case.push_seq,
        "filing_tried_at": case.filing_tried_at,
        "materials_put_at": case.materials_put_at,
        "version": case.version,
        "item_version": case.item_version,
        "deemed_accepted_at": case.deemed_accepted_at,
        "ended_at": case.ended_at,
        "ended_as": str(case.ended_as) if case.ended_as else None,
        "mandate_id": case.mandate,
        "body_code": case.body,
        "waits_since": case.waits.since if case.waits else None,
        "waits_for": case.waits.system if case.waits else None,
        "waited": [_told(one) for one in case.waited] or None,
    }


def _told(wait: Wait) -> list[str]:
    return [wait.system, wait.since.isoformat(), wait.until.isoformat() if wait.until else ""]


def _over(told: list[str]) -> Wait:
    system, since, until = told
    return Wait(system, datetime.fromisoformat(since), datetime.fromisoformat(until) if until else None)


def _case(asked: CaseId, row: CaseRow | None) -> Case:
    if row is None:
        raise NotFound(str(asked))
    return Case(
        CaseId(row.id),
        MatterId(row.matter_id),
        ItemCode(row.item_code),
        PartyId(row.party_id),
        PartyId(row.actor_id),
        row.capacity,
        CaseState(row.state),
        row.intended_at,
        number=CaseNumber(row.number) if row.number else None,
        confirmed_at=row.confirmed_at,
        filed_at=row.filed_at,
        accepted_at=row.accepted_at,
        decided_at=row.decided_at,
        delivered_at=row.delivered_at,
        push_seq=row.push_seq,
        filing_tried_at=row.filing_tried_at,
        materials_put_at=row.materials_put_at,
        version=row.version,
        item_version=row.item_version,
        deemed_accepted_at=row.deemed_accepted_at,
        ended_at=row.ended_at,
        ended_as=CaseState(row.ended_as) if row.ended_as else None,
        mandate=MandateId(row.mandate_id) if row.mandate_id else None,
        body=row.body_code,
        waits=Wait(row.waits_for, row.waits_since) if row.waits_since and row.waits_for else None,
        waited=tuple(_over(one) for one in row.waited or ()),
    )
