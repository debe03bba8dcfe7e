"""Refresh a holder's licences from the licence bank (证照库), about once a minute."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.clock.clock import beijing_date
from domain.kernel.documents import kind_of
from domain.kernel.ids import LicenceId
from domain.kernel.party import Party, PartyKind
from domain.kernel.ports import Atomic, Clock, NewId
from domain.kernel.refusal import Refused, Unavailable
from domain.licences.licence import Licence, LicenceStatus
from domain.licences.outside import BankLicence, BankStatus, LicenceBank
from domain.licences.ports import Licences
from domain.licences.standing import FINAL, standing

FRESH = timedelta(seconds=60)
PURPOSE = "持证人查看本人证照"


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the bank lists, and what it says of those we keep that it lists no more."""

    listed: tuple[BankLicence, ...]
    missing: Mapping[str, BankStatus]


@dataclass(frozen=True, slots=True)
class RefreshWallet:
    licences: Licences
    bank: LicenceBank
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def __call__(self, holder: Party) -> bool:
        """Whether what we keep is the bank's word of the last minute; False while it is out of reach.

        Outside atomic. Two readers at once may both ask: it costs a question and changes nothing.
        """
        at = self.now()
        asked_at = await self.licences.asked_at(holder.party_id)
        if asked_at is not None and at - asked_at < FRESH:
            return True
        kept = await self.licences.of_holder(holder.party_id)
        try:
            heard = await self._ask(holder, kept)
        except (Unavailable, Refused):
            return False
        # in one order for everybody, so that two readers never wait for each other
        licences = sorted(self._as_heard(holder, kept, heard, at), key=lambda one: one.identifier)
        async with self.atomic():
            for licence in licences:
                await self.licences.put(licence)
            await self.licences.asked(holder.party_id, at)
        return True

    async def _ask(self, holder: Party, kept: tuple[Licence, ...]) -> _Heard:
        kind = kind_of(holder.number_kind, is_person=holder.kind is PartyKind.PERSON)
        listed = await self.bank.of_holder(holder.number, purpose=PURPOSE, number_kind=kind)
        names = {one.identifier for one in listed}
        missing = {
            one.identifier: await self.bank.status(one.identifier, purpose=PURPOSE)
            for one in kept
            if one.identifier not in names and one.status not in FINAL
        }
        return _Heard(listed, missing)

    def _as_heard(
        self, holder: Party, kept: tuple[Licence, ...], heard: _Heard, at: datetime
    ) -> list[Licence]:
        known = {one.identifier: one for one in kept}
        names = known.keys() | {one.identifier for one in heard.listed}
        said = {one.identifier: one.status for one in heard.listed} | dict(heard.missing)
        fresh = {one.identifier: self._read(holder, one, at) for one in heard.listed if one.facts is not None}
        found = []
        for identifier, status in said.items():
            licence = fresh.get(identifier) or known.get(identifier)
            if licence is not None:  # not in force and never seen by us: there is nothing to show
                before = replace(licence, status=known.get(identifier, licence).status)
                now_is = standing(before, status, identifiers=names, today=beijing_date(at))
                found.append(replace(licence, status=now_is, confirmed_at=at))
        return found

    def _read(self, holder: Party, told: BankLicence, at: datetime) -> Licence | None:
        facts = told.facts
        if facts is None:
            return None
        return Licence(
            LicenceId(self.new_id()),
            holder.party_id,
            told.identifier,
            facts.number,
            facts.name,
            facts.licence_type,
            facts.issuer_name,
            facts.valid_from,
            facts.valid_until,
            LicenceStatus.VALID,
            at,
        )
