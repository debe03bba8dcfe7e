"""Where parties (服务对象) are kept, and who was last seen to represent whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.kernel.ids import PartyId
from domain.kernel.party import Party
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.kernel.refusal import Refusal


class NotRepresentative(Refusal):
    """Neutral on purpose: a stranger, a former representative and a wrong party read the same: not there."""

    code, title = "not-representative", "当前登记信息中，您不能代表该单位办理"
    advice = "如登记信息有变化，请先到登记机关更新，或到窗口咨询"


@dataclass(frozen=True, slots=True)
class Authority:
    """Who may say yes for a party, as the register named them at `as_of`."""

    person: PartyId
    party: PartyId
    capacity: str  # 法定代表人, 负责人, 经营者 …
    as_of: datetime


class Parties(Protocol):
    """Adapter: adapters/postgres/parties.py."""

    async def by_id(self, party: PartyId) -> Party:
        """Raises NotFound."""
        ...

    async def hold(self, person: PartyId) -> None:
        """Hold the person's row until the transaction ends. Inside atomic.

        Whoever begins or ends a session of theirs does so first; then come their phone and mini-program
        accounts, their sessions, last the ledger. In this order nobody waits for whom they hold up, and who
        comes second sees all that the first one did. Who knows an account and nobody yet (a code by text, a
        start of the mini-program, a number given up) begins at the account.
        """
        ...

    async def remember_person(self, name: PersonName, number: DocumentNumber, *, mark: str = "") -> Party:
        """The person, made on first sight; a corrected name replaces the old one. Held as by `hold`. Inside
        atomic.

        mark: `documents.Paper.mark`: the same digits on another kind of document are another person's.
        """
        ...

    async def meet_person(self, name: PersonName, number: DocumentNumber) -> Party:
        """As `remember_person`, by the word of who proved nothing to us: a known person keeps their name."""
        ...

    async def remember_organisation(
        self, name: OrganisationName, number: DocumentNumber, *, holder_kind: str
    ) -> Party:
        """The organisation, made on first sight; a new name replaces the old one. Inside atomic."""
        ...


class KnownOrganisations(Protocol):
    """Adapter: as above."""

    async def by_code(self, code: DocumentNumber) -> Party | None:
        """Whoever was seen with this unified code (统一社会信用代码), a person never."""
        ...


class Authorities(Protocol):
    """What the registers said when last asked; never older than a read needs. Adapter: as above."""

    async def replace(self, person: PartyId, authorities: tuple[Authority, ...]) -> None:
        """The registers' whole answer for this person, now: what they no longer name is gone."""
        ...

    async def of_person(self, person: PartyId) -> tuple[Authority, ...]: ...

    async def of_party(self, party: PartyId) -> tuple[PartyId, ...]:
        """Who was last seen to represent it, of those we know."""
        ...

    async def asked_at(self, person: PartyId) -> datetime | None:
        """When the registers were last asked about this person."""
        ...
