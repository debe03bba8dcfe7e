"""Mandates (授权委托) and their uses in PostgreSQL: the agent sealed, found by a digest of the number."""

import json
from datetime import date, datetime
from typing import Any
from uuid import uuid5

from tortoise.connection import get_connection
from tortoise.expressions import Q

from adapters.postgres.rows.mandates import MandateRow, MandateUseRow
from domain.kernel.ids import CaseId, EvidenceId, ItemCode, MandateId, MatterId, PartyId
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.ports import Cipher, Digests
from domain.kernel.refusals import NotFound
from domain.mandates.mandate import Act, Agent, Ended, Mandate, MandateState, Source, Terms
from domain.mandates.ports import APPLYING, Use

AGENT = "mandates.agent"
GIVEN = str(MandateState.GIVEN)
GIVERS = """
SELECT DISTINCT m.given_by_id AS giver FROM mandates m
LEFT JOIN register_answers r ON r.person_id = m.given_by_id
WHERE m.state = %s AND m.given_by_id <> m.principal_id AND (r.asked_at IS NULL OR r.asked_at < %s)
  AND (%s::uuid IS NULL OR m.given_by_id > %s::uuid)
ORDER BY 1 LIMIT %s
"""
STANDING = [GIVEN, str(MandateState.DRAFT)]


class PostgresMandates:
    """Implements domain.mandates.ports.Mandates, MandateLists and MandatesToEnd."""

    def __init__(self, cipher: Cipher, digests: Digests) -> None:
        self._cipher, self._digests = cipher, digests

    async def add(self, mandate: Mandate) -> None:
        agent = {"name": mandate.agent.name.reveal(), "number": mandate.agent.number.reveal()}
        content = json.dumps(agent, ensure_ascii=False).encode()
        await MandateRow.create(
            id=mandate.mandate_id,
            principal_id=mandate.principal,
            agent_index=self._index(mandate.agent.number),
            agent=self._cipher.seal(AGENT, mandate.mandate_id, content),
            source=str(mandate.source),
            reference=mandate.reference,
            drafted_at=mandate.drafted_at,
            **_columns(mandate),
        )

    async def by_id(self, mandate: MandateId) -> Mandate:
        return self._found(mandate, await MandateRow.get_or_none(id=mandate))

    async def take(self, mandate: MandateId) -> Mandate:
        return self._found(mandate, await MandateRow.select_for_update().get_or_none(id=mandate))

    async def save(self, mandate: Mandate) -> None:
        await MandateRow.filter(id=mandate.mandate_id).update(**_columns(mandate))

    async def of_principal(self, principal: PartyId, *, size: int) -> tuple[Mandate, ...]:
        rows = MandateRow.filter(principal_id=principal).order_by("-drafted_at", "-id")
        return tuple(self._mandate(row) for row in await rows.limit(size))

    async def of_agent(self, number: DocumentNumber, *, size: int) -> tuple[Mandate, ...]:
        """One that was ended before it was given never was the agent's."""
        rows = MandateRow.filter(agent_index=self._index(number), given_at__isnull=False)
        return tuple(self._mandate(row) for row in await rows.order_by("-given_at", "-id").limit(size))

    async def given_to(self, number: DocumentNumber, principal: PartyId) -> tuple[Mandate, ...]:
        rows = MandateRow.filter(agent_index=self._index(number), state=GIVEN, principal_id=principal)
        return tuple(self._mandate(row) for row in await rows.order_by("given_at", "id"))

    async def of_giver(self, giver: PartyId) -> tuple[Mandate, ...]:
        rows = MandateRow.filter(given_by_id=giver, state=GIVEN).exclude(principal_id=giver)
        return tuple(self._mandate(row) for row in await rows.order_by("id").select_for_update())

    async def givers(
        self, before: datetime, *, size: int, after: PartyId | None = None
    ) -> tuple[PartyId, ...]:
        asked = [GIVEN, before, after, after, size]
        rows = await get_connection("default").execute_query_dict(GIVERS, asked)
        return tuple(PartyId(row["giver"]) for row in rows)

    async def past(self, day: date, *, size: int) -> tuple[MandateId, ...]:
        rows = MandateRow.filter(Q(state__in=STANDING), until_on__lt=day).order_by("until_on", "id")
        return tuple(MandateId(row.id) for row in await rows.limit(size))

    async def of_reference(self, reference: str, number: DocumentNumber) -> Mandate | None:
        rows = MandateRow.filter(agent_index=self._index(number), reference=reference)
        row = await rows.order_by("-given_at", "-id").select_for_update().first()
        return None if row is None else self._mandate(row)

    def _index(self, number: DocumentNumber) -> bytes:
        return self._digests.keyed("mandate-agent", number.reveal())

    def _found(self, asked: MandateId, row: MandateRow | None) -> Mandate:
        if row is None:
            raise NotFound(str(asked))
        return self._mandate(row)

    def _mandate(self, row: MandateRow) -> Mandate:
        agent = json.loads(self._cipher.open(AGENT, row.id, row.agent))
        terms = Terms(
            tuple(ItemCode(item) for item in row.items),
            frozenset(Act(act) for act in row.acts),
            row.from_on,
            row.until_on,
            row.most_cases,
        )
        return Mandate(
            MandateId(row.id),
            PartyId(row.principal_id),
            PartyId(row.given_by_id) if row.given_by_id else None,
            row.given_capacity,
            Agent(PersonName(agent["name"]), DocumentNumber(agent["number"])),
            terms,
            row.drafted_at,
            MandateState(row.state),
            Source(row.source),
            row.reference,
            PartyId(row.agent_id) if row.agent_id else None,
            row.given_at,
            EvidenceId(row.evidence_id) if row.evidence_id else None,
            row.ended_at,
            PartyId(row.ended_by_id) if row.ended_by_id else None,
            Ended(row.ended_why) if row.ended_why else None,
            row.version,
        )


def _columns(mandate: Mandate) -> dict[str, Any]:
    terms = mandate.terms
    return {
        "given_by_id": mandate.giver,
        "given_capacity": mandate.capacity,
        "agent_id": mandate.agent_party,
        "items": list(terms.items),
        "acts": sorted(str(act) for act in terms.acts),
        "from_on": terms.from_on,
        "until_on": terms.until_on,
        "most_cases": terms.most_cases,
        "state": str(mandate.state),
        "given_at": mandate.given_at,
        "evidence_id": mandate.evidence,
        "ended_at": mandate.ended_at,
        "ended_by_id": mandate.ended_by,
        "ended_why": str(mandate.ended_why) if mandate.ended_why else None,
        "version": mandate.version,
    }


class PostgresMandateUses:
    """Implements domain.mandates.ports.MandateUses. The first row of a request bears its own id; whoever
    notes holds the mandate, so nobody else writes meanwhile."""

    async def note(self, use: Use) -> bool:
        first = await MandateUseRow.get_or_none(id=use.use)
        if first is None:
            await self._add(use, use.use)
            return True
        if use.case is not None and use.case != first.case_id:
            made = uuid5(use.use, str(use.case))
            if not await MandateUseRow.exists(id=made):
                await self._add(use, made)
        return False

    async def _add(self, use: Use, made: object) -> None:
        await MandateUseRow.create(
            id=made,
            mandate_id=use.mandate,
            person_id=use.person,
            operation=use.operation,
            matter_id=use.matter,
            case_id=use.case,
            at=use.at,
        )

    async def cases(self, mandate: MandateId) -> frozenset[CaseId]:
        applied = MandateUseRow.filter(mandate_id=mandate, operation__in=sorted(APPLYING))
        rows = await applied.only("id", "case_id")
        return frozenset(CaseId(row.case_id) for row in rows if row.case_id is not None)

    async def of_mandate(self, mandate: MandateId, *, size: int) -> tuple[Use, ...]:
        rows = await MandateUseRow.filter(mandate_id=mandate).order_by("-at", "-id").limit(size)
        return tuple(
            Use(
                row.id,
                MandateId(row.mandate_id),
                PartyId(row.person_id),
                row.operation,
                row.at,
                MatterId(row.matter_id) if row.matter_id else None,
                CaseId(row.case_id) if row.case_id else None,
            )
            for row in rows
        )
