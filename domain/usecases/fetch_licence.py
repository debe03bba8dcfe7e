"""Fetch the licence granted (证照) from the licence bank: without its identifier nothing reads 办结."""

from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.decisions.decision import Decision, Result
from domain.decisions.ports import Decisions
from domain.kernel.documents import kind_of
from domain.kernel.ids import CaseId, LicenceId
from domain.kernel.party import Party, PartyKind
from domain.kernel.ports import Clock, NewId
from domain.kernel.refusal import Unavailable
from domain.licences.licence import Licence, LicenceStatus
from domain.licences.outside import BankLicence, BankStatus, LicenceBank
from domain.licences.standing import is_later_version
from domain.parties.ports import Parties
from domain.usecases.issue_licence import IssueLicence

PURPOSE = "核对本次办件核发的证照"


@dataclass(frozen=True, slots=True)
class FetchLicence:
    cases: Cases
    decisions: Decisions
    parties: Parties
    bank: LicenceBank
    issue_licence: IssueLicence
    now: Clock
    new_id: NewId

    async def __call__(self, case: CaseId) -> None:
        """Only a granted case asks the bank. Raises Unavailable until the licence is there; Refused."""
        known = await self.cases.by_id(case)
        decision = await self.decisions.of_case(case)
        if known.state is not CaseState.GRANTED or decision is None or decision.result is not Result.GRANTED:
            return
        holder = await self.parties.by_id(known.party)
        found = await self._find(holder, decision)
        if found is None or found.facts is None:
            raise Unavailable("licences", "licence-not-there-yet")
        facts = found.facts
        licence = Licence(
            LicenceId(self.new_id()),
            holder.party_id,
            found.identifier,
            facts.number,
            facts.name,
            facts.licence_type,
            facts.issuer_name,
            facts.valid_from,
            facts.valid_until,
            LicenceStatus.VALID,
            self.now(),
        )
        await self.issue_licence(case, licence)

    async def _find(self, holder: Party, decision: Decision) -> BankLicence | None:
        """Among the holder's own: the same number under another's name is no licence of theirs."""
        kind = kind_of(holder.number_kind, is_person=holder.kind is PartyKind.PERSON)
        for one in await self.bank.of_holder(holder.number, purpose=PURPOSE, number_kind=kind):
            if one.status is BankStatus.VALID and one.facts is not None and _is_meant(one, decision):
                return one
        return None


def _is_meant(one: BankLicence, decision: Decision) -> bool:
    """By its 证照标识: a changed licence keeps its number, and only its new version is what was granted.

    Two cases on one licence, granted one after the other, leave the later version for both.
    """
    granted = decision.licence_identifier
    if granted:
        return one.identifier == granted or is_later_version(one.identifier, granted)
    return one.facts is not None and one.facts.number == decision.licence_number
