"""The mandate (授权委托): who may act for whom, on which items, until when. Pure state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from domain.kernel.authorisation import Authorisation
from domain.kernel.ids import EvidenceId, ItemCode, MandateId, PartyId
from domain.kernel.party import Party
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed

CAPACITY = "受托人"


class Act(StrEnum):
    """What the agent may do about the items; either lets them read."""

    APPLY = "apply"  # answer a notice, fill in and confirm the forms, take back
    FOLLOW = "follow"  # supplement, post certificates


class MandateState(StrEnum):
    DRAFT = "draft"
    GIVEN = "given"
    REVOKED = "revoked"  # 已撤销 by the principal, or laid down by the agent
    FALLEN = "fallen"  # 已失效: its giver no longer speaks for the principal
    LAPSED = "lapsed"  # 已到期


class Source(StrEnum):
    OWN = "own"  # given here
    E_LICENCE = "e_licence"  # told by 电子营业执照


class Ended(StrEnum):
    REVOKED = "revoked"
    LAID_DOWN = "laid-down"
    GIVER_GONE = "giver-gone"
    OUTSIDE = "outside-ended"  # the house that told of it says no more
    PAST = "past"


NEXT: Mapping[MandateState, tuple[MandateState, ...]] = MappingProxyType(
    {
        MandateState.DRAFT: (MandateState.GIVEN, MandateState.REVOKED, MandateState.LAPSED),
        MandateState.GIVEN: (MandateState.REVOKED, MandateState.FALLEN, MandateState.LAPSED),
    }
)
STANDING = frozenset({MandateState.DRAFT, MandateState.GIVEN})


class MandateUnsound(Refusal):
    """Everything at once: data carries `fields`, each with field, code and title."""

    code, title = "mandate-unsound", "授权内容有需要修改的地方"


class MandateChanged(Refusal):
    """What is confirmed is not what would be given now."""

    code, title = "mandate-changed", "授权内容已变化，请重新核对"
    advice = "请重新打开这份授权，核对后再确认"


class MandateUsedUp(Refusal):
    code, title = "mandate-used-up", "这份授权可以办理的件数已用完"
    advice = "请联系委托人重新授权"


@dataclass(frozen=True, slots=True)
class Agent:
    """The person named; whoever proved to be of this name and number is them."""

    name: PersonName
    number: DocumentNumber


def agent_of(person: Party) -> Agent | None:
    """None: letters name resident identity numbers, a passport of these digits is another's."""
    if not isinstance(person.name, PersonName) or person.number_kind:
        return None
    return Agent(person.name, person.number)


@dataclass(frozen=True, slots=True)
class Terms:
    """`items` empty: every one, as only another house's may be; both days count; `most_cases` None: any."""

    items: tuple[ItemCode, ...]
    acts: frozenset[Act]
    from_on: date
    until_on: date
    most_cases: int | None = None

    def names(self, item: ItemCode) -> bool:
        return not self.items or item in self.items

    def covers(self, act: Act, *items: ItemCode) -> bool:
        return act in self.acts and all(self.names(item) for item in items)

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on


@dataclass(slots=True)
class Mandate:
    """`giver`: who gave it for the principal, in which `capacity`; None where another house told of it.

    `agent_party`: the agent, once they were here; `reference`: the other house's own number.
    """

    mandate_id: MandateId
    principal: PartyId
    giver: PartyId | None
    capacity: str
    agent: Agent
    terms: Terms
    drafted_at: datetime
    state: MandateState = MandateState.DRAFT
    source: Source = Source.OWN
    reference: str | None = None
    agent_party: PartyId | None = None
    given_at: datetime | None = None
    evidence: EvidenceId | None = None
    ended_at: datetime | None = None
    ended_by: PartyId | None = None
    ended_why: Ended | None = None
    version: int = 0

    def _move(self, to: MandateState) -> None:
        if to not in NEXT.get(self.state, ()):
            raise StepNotAllowed(f"{self.mandate_id}: {self.state} → {to}")
        self.state = to
        self.version += 1

    def give(self, giver: PartyId, capacity: str, at: datetime) -> None:
        """Raises StepNotAllowed."""
        self._move(MandateState.GIVEN)
        self.giver, self.capacity, self.given_at = giver, capacity, at

    def end(self, to: MandateState, why: Ended, at: datetime, *, by: PartyId | None = None) -> None:
        """Raises StepNotAllowed."""
        self._move(to)
        self.ended_at, self.ended_why, self.ended_by = at, why, by

    def stands(self, day: date) -> bool:
        """Whether anything may be done by it on this day (Beijing)."""
        return self.state is MandateState.GIVEN and self.terms.holds_on(day)

    def told(self) -> Authorisation:
        """What the other house told of, as it is known here."""
        return Authorisation(self.reference or "", self.terms.items or None, self.terms.until_on)

    def is_for(self, agent: Agent) -> bool:
        """The number alone would let a slip of the pen name somebody else."""
        return self.agent == agent
