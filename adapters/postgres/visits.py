"""Visits (窗口办理) and signatures (手写签名) in PostgreSQL: ids and instants only, the rest is evidence."""

from datetime import datetime

from tortoise.connection import get_connection

from adapters.postgres.rows.visits import SignatureRow, VisitRow
from domain.counter.visit import Visit, VisitKind
from domain.forms.signature import Signature
from domain.kernel.ids import CaseId, EvidenceId, MatterId, PartyId, StaffId, VisitId
from domain.kernel.ports import NewId

MOST = 100


class PostgresVisits:
    """Implements domain.counter.ports.Visits."""

    async def add(self, visit: Visit) -> None:
        await VisitRow.create(
            id=visit.visit_id,
            kind=str(visit.kind),
            clerk_id=visit.clerk,
            login=visit.login,
            desk=visit.desk,
            person_id=visit.person,
            party_id=visit.party,
            matter_id=visit.matter,
            opened_at=visit.opened_at,
            ends_at=visit.ends_at,
            is_helped=visit.is_helped,
            ended_at=visit.ended_at,
        )

    async def by_id(self, visit: VisitId) -> Visit | None:
        row = await VisitRow.get_or_none(id=visit)
        return None if row is None else _visit(row)

    async def end_others(self, person: PartyId, at: datetime) -> tuple[Visit, ...]:
        turn = person.int & 0x7FFF_FFFF_FFFF_FFFF
        await get_connection("default").execute_query("SELECT pg_advisory_xact_lock(%s)", [turn])
        open_ones = VisitRow.filter(
            person_id=person, kind=str(VisitKind.COUNTER), ended_at=None, ends_at__gt=at
        )
        found = [_visit(row) for row in await open_ones.order_by("id")]
        await VisitRow.filter(id__in=[one.visit_id for one in found]).update(ended_at=at)
        for one in found:
            one.ended_at = at
        return tuple(found)

    async def live(self, at: datetime, *, clerk: StaffId | None) -> tuple[Visit, ...]:
        rows = VisitRow.filter(ended_at=None, ends_at__gt=at)
        own = rows if clerk is None else rows.filter(clerk_id=clerk)
        return tuple(_visit(row) for row in await own.order_by("-id").limit(MOST))

    async def save(self, visit: Visit) -> None:
        await VisitRow.filter(id=visit.visit_id).update(ended_at=visit.ended_at)


class PostgresSignatures:
    """Implements domain.forms.signing.Signatures."""

    def __init__(self, new_id: NewId) -> None:
        self._new_id = new_id

    async def add(self, signature: Signature) -> None:
        await SignatureRow.create(
            id=self._new_id(),
            visit_id=signature.visit,
            case_id=signature.case,
            form_digest=signature.form_digest,
            evidence_id=signature.evidence,
            signed_at=signature.signed_at,
            desk=signature.desk,
        )

    async def of_form(self, case: CaseId, form_digest: str, visit: VisitId | None) -> Signature | None:
        given = SignatureRow.filter(case_id=case, form_digest=form_digest, visit_id=visit)
        row = await given.order_by("-signed_at", "-id").first()
        return None if row is None else _signature(row)

    async def use(self, signature: Signature, at: datetime) -> None:
        await SignatureRow.filter(
            case_id=signature.case,
            visit_id=signature.visit,
            form_digest=signature.form_digest,
            evidence_id=signature.evidence,
        ).update(used_at=at)

    async def of_case(self, case: CaseId) -> Signature | None:
        row = await SignatureRow.filter(case_id=case, used_at__isnull=False).order_by("-used_at").first()
        return None if row is None else _signature(row)


def _visit(row: VisitRow) -> Visit:
    return Visit(
        VisitId(row.id),
        VisitKind(row.kind),
        StaffId(row.clerk_id),
        row.login,
        row.desk,
        PartyId(row.person_id),
        None if row.party_id is None else PartyId(row.party_id),
        None if row.matter_id is None else MatterId(row.matter_id),
        row.opened_at,
        row.ends_at,
        row.is_helped,
        row.ended_at,
    )


def _signature(row: SignatureRow) -> Signature:
    return Signature(
        None if row.visit_id is None else VisitId(row.visit_id),
        CaseId(row.case_id),
        row.form_digest,
        EvidenceId(row.evidence_id),
        row.signed_at,
        row.desk,
    )
