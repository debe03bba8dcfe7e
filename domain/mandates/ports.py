"""Where mandates (授权委托) and their uses are kept, and who is asked about those given elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from domain.kernel.authorisation import Authorisation
from domain.kernel.ids import CaseId, MandateId, MatterId, PartyId
from domain.kernel.personal import DocumentNumber
from domain.mandates.mandate import Mandate

APPLYING = frozenset({"intent-given", "form-confirmed"})  # steps that count towards `most_cases`


@dataclass(frozen=True, slots=True)
class Use:
    """One case that was done by a mandate in one request: `use` is the request's; `operation`: the step."""

    use: UUID
    mandate: MandateId
    person: PartyId
    operation: str
    at: datetime
    matter: MatterId | None = None
    case: CaseId | None = None


class Mandates(Protocol):
    """Adapter: adapters/postgres/mandates.py."""

    async def add(self, mandate: Mandate) -> None: ...

    async def by_id(self, mandate: MandateId) -> Mandate:
        """Raises NotFound."""
        ...

    async def take(self, mandate: MandateId) -> Mandate:
        """As by_id, held until the transaction ends."""
        ...

    async def save(self, mandate: Mandate) -> None: ...


class MandateLists(Protocol):
    """Adapter: as above. Nothing that is a draft but for its principal."""

    async def of_principal(self, principal: PartyId, *, size: int) -> tuple[Mandate, ...]:
        """The newest first, drafts too."""
        ...

    async def of_agent(self, number: DocumentNumber, *, size: int) -> tuple[Mandate, ...]:
        """The newest first."""
        ...

    async def given_to(self, number: DocumentNumber, principal: PartyId) -> tuple[Mandate, ...]:
        """Those that are GIVEN, the oldest first, whatever the day."""
        ...


class MandatesToEnd(Protocol):
    """Adapter: as above."""

    async def of_giver(self, giver: PartyId) -> tuple[Mandate, ...]:
        """Those that are GIVEN for another than the giver, held until the transaction ends."""
        ...

    async def givers(
        self, before: datetime, *, size: int, after: PartyId | None = None
    ) -> tuple[PartyId, ...]:
        """Who gave one that stands for an organisation, and was last asked about before that instant; by id,
        those after `after`."""
        ...

    async def past(self, day: date, *, size: int) -> tuple[MandateId, ...]:
        """Those that stand though their last day is before `day`."""
        ...

    async def of_reference(self, reference: str, number: DocumentNumber) -> Mandate | None:
        """What another house told of under its own number, for this agent: the newest, ended or not, held."""
        ...


class MandateUses(Protocol):
    """Append-only. Adapter: as above."""

    async def note(self, use: Use) -> bool:
        """True for the first of its request. Of one request and one case there is one at most."""
        ...

    async def cases(self, mandate: MandateId) -> frozenset[CaseId]:
        """Which cases were applied for by it so far: those of uses whose operation is one of APPLYING."""
        ...

    async def of_mandate(self, mandate: MandateId, *, size: int) -> tuple[Use, ...]:
        """The newest first."""
        ...


class OutsideAuthorisations(Protocol):
    """The house in which the authorisation was given (电子营业执照)."""

    async def authorised(
        self, organisation: DocumentNumber, agent: DocumentNumber, known: Authorisation
    ) -> bool:
        """Whether all of `known` stands now: this one, with its items, until its day. Raises Refused,
        Unavailable."""
        ...


class NoOutsideAuthorisations:
    """Implements OutsideAuthorisations where no such house is joined."""

    async def authorised(
        self, organisation: DocumentNumber, agent: DocumentNumber, known: Authorisation
    ) -> bool:
        _ = organisation, agent, known
        return False
