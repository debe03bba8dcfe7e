"""Weigh an item's instant rules (秒批规则) for one accepted case, on what the registers say this moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.cases.case import Case
from domain.catalogue.instant import Input, Said, Weighed, weigh
from domain.catalogue.item import InstantAuthorisation
from domain.forms.handling import INSTANT
from domain.forms.ports import Forms
from domain.invitations.ports import Invitations
from domain.kernel.party import PartyKind
from domain.kernel.personal import PersonName
from domain.kernel.ports import Clock
from domain.matters.ports import Matters
from domain.parties.outside import HolderRegister
from domain.parties.records import RegisteredChange
from domain.shipments.ports import Shipments
from domain.usecases.instant_inputs import Gathered, belongs_to, instant_inputs
from domain.usecases.read_application import Application, ReadApplication

PURPOSE = "即时办理核对"
ONESELF = "本人"
CHANGE = "change/"  # begins the event key of a matter that a change in the register led to


@dataclass(frozen=True, slots=True)
class Shadow:
    """Another version of the rules on the same inputs (影子运行): it proposes nothing."""

    version: int
    weighed: Weighed


@dataclass(frozen=True, slots=True)
class Weighing:
    authorisation: InstantAuthorisation
    weighed: Weighed
    inputs: Mapping[Input, Said] = field(default_factory=dict)
    shadow: Shadow | None = None


@dataclass(frozen=True, slots=True)
class WeighInstant:
    read_application: ReadApplication
    invitations: Invitations
    matters: Matters
    forms: Forms
    shipments: Shipments
    register: HolderRegister
    now: Clock

    async def __call__(self, case: Case) -> Weighing | None:
        """Outside atomic. None where no rule may speak: no authorisation, or the person chose staff.

        Raises Refused, Unavailable.
        """
        applied = await self.read_application(case)
        authorisation = applied.item.instant_authorisation
        if authorisation is None or applied.form.handling != INSTANT:
            return None
        gathered = await self._gather(applied)
        inputs = instant_inputs(gathered)
        shadow, tried = None, applied.item.instant_shadow
        if tried is not None:
            shadow = Shadow(tried.version, weigh(tried.rules, inputs))
        return Weighing(authorisation, weigh(authorisation.rules, inputs), inputs, shadow)

    async def _gather(self, applied: Application) -> Gathered:
        case, holder = applied.case, applied.party.number
        offer = (await self.invitations.of_matter(case.matter)).offer(case.item)
        record = await self.register.certificate(offer.record_id, purpose=PURPOSE)
        return Gathered(
            applied,
            belongs_to(record, holder),
            await self._change(applied),
            await self._capacity(applied),
            frozenset(file.key for file in await self.forms.files(case.case_id)),
            await self.shipments.of_case(case.case_id),
            self.now(),
        )

    async def _change(self, applied: Application) -> RegisteredChange | None:
        key = (await self.matters.by_id(applied.case.matter)).event_key
        if not key.startswith(CHANGE):
            return None
        change = await self.register.change(key.removeprefix(CHANGE), purpose=PURPOSE)
        if change is None or change.holder_number != applied.party.number:
            return None
        return change

    async def _capacity(self, applied: Application) -> str:
        """In which the register names who put their name to the form, for this party, now."""
        if applied.party.kind is PartyKind.PERSON:
            return ONESELF if applied.party.party_id == applied.actor.party_id else ""
        if applied.actor.number_kind:  # the registers know people by resident numbers
            return ""
        name = PersonName(applied.actor.name.reveal())
        represented = await self.register.represented_by(name, applied.actor.number, purpose=PURPOSE)
        return next((one.capacity for one in represented if one.number == applied.party.number), "")
