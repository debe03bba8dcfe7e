"""Use a mandate (授权委托): what is done by it is counted and its giver told, or it is not done."""

from dataclasses import dataclass, replace
from uuid import UUID

from domain.clock.clock import beijing_date
from domain.identity.alert import AlertKind
from domain.kernel.ids import CaseId, MatterId
from domain.kernel.party import Acting, ByMandate
from domain.kernel.ports import Clock
from domain.ledger.entry import Entry, Step
from domain.ledger.ports import Ledger
from domain.mandates.mandate import Mandate, MandateUsedUp
from domain.mandates.ports import APPLYING, Mandates, MandateUses, Use
from domain.parties.ports import Authorities, NotRepresentative
from domain.usecases.raise_alert import RaiseAlert

# told by a text as well; the rest stands on the list of alerts only
BINDING = frozenset(
    {
        "intent-given",
        "form-confirmed",
        "withdrawal-asked",
        "case-withdrawn",
        "supplement-given",
        "promise-withdrawn",
        "self-start-asked",
    }
)


@dataclass(frozen=True, slots=True)
class UseMandate:
    """Part of a transaction. Whoever revokes it holds the same row: one of the two comes first."""

    mandates: Mandates
    uses: MandateUses
    authorities: Authorities
    raise_alert: RaiseAlert
    now: Clock

    async def __call__(self, step: Step, acting: Acting, by: ByMandate) -> None:
        """Once a request, however many steps it writes.

        Raises NotRepresentative when it ended meanwhile; MandateUsedUp.
        """
        held, at = await self.mandates.take(by.mandate), self.now()
        if not held.stands(beijing_date(at)) or held.principal != acting.party:
            raise NotRepresentative(str(by.mandate))
        if step.kind in APPLYING:
            await self._count(held, step.case)
        use = Use(by.use, by.mandate, acting.person, step.kind, at, step.matter, step.case)
        if not await self.uses.note(use):
            return
        if held.agent_party is None:
            held.agent_party = acting.person
            await self.mandates.save(held)
        facts = {"mandate": str(by.mandate), "step": step.kind, "case": str(step.case) if step.case else None}
        tell = self.raise_alert if step.kind in BINDING else self.raise_alert.quietly
        # what another house told of has no giver here: whoever speaks for the principal is told
        givers = (held.giver,) if held.giver else await self.authorities.of_party(held.principal)
        for giver in givers:
            await tell(giver, AlertKind.MANDATE_USED, facts, party=held.principal)

    async def _count(self, held: Mandate, case: CaseId | None) -> None:
        most = held.terms.most_cases
        if most is None or case is None:
            return
        cases = await self.uses.cases(held.mandate_id)
        if case not in cases and len(cases) >= most:
            raise MandateUsedUp(str(held.mandate_id))


@dataclass(frozen=True, slots=True)
class LedgerByMandate:
    """Implements domain.ledger.ports.Ledger: no step by a mandate is written without its use.

    Here and not in each use case, so that none can forget it.
    """

    ledger: Ledger
    use_mandate: UseMandate

    async def append(self, step: Step) -> None:
        """Raises what UseMandate raises."""
        acting = step.acting
        if acting is not None and acting.mandate is not None:
            await self.use_mandate(step, acting, acting.mandate)
            step = replace(step, facts={**step.facts, "mandate": str(acting.mandate.mandate)})
        await self.ledger.append(step)

    async def of_matter(self, matter: MatterId) -> tuple[Entry, ...]:
        return await self.ledger.of_matter(matter)

    async def of_case(self, case: CaseId) -> tuple[Entry, ...]:
        return await self.ledger.of_case(case)

    async def of_chain(self, subject: UUID) -> tuple[Entry, ...]:
        return await self.ledger.of_chain(subject)
