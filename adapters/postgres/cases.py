"""Cases (办件) in PostgreSQL: one row for each item of a matter that somebody said yes to."""

from adapters.postgres.rows.cases import CaseRow
from adapters.postgres.rows.matters import MatterRow
from domain.cases.case import Case, CaseState
from domain.kernel.ids import CaseId, CaseNumber, ItemCode, MatterId, PartyId
from domain.kernel.refusals import NotFound


class PostgresCases:
    """Implements domain.cases.ports.Cases."""

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

    async def of_matter(self, matter: MatterId) -> tuple[Case, ...]:
        rows = await CaseRow.filter(matter_id=matter).order_by("intended_at", "id")
        return tuple(_case(CaseId(row.id), row) for row in rows)

    async def of_party(self, party: PartyId) -> tuple[Case, ...]:
        rows = await CaseRow.filter(party_id=party).order_by("-intended_at", "-id")
        return tuple(_case(CaseId(row.id), row) for row in rows)

    async def save(self, case: Case) -> None:
        await CaseRow.filter(id=case.case_id).update(**_columns(case))


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
    }


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
    )
