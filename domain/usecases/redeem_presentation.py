"""Redeem a presentation (核验): spend the code, tell both sides' logs, and say what the licence is worth."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from domain.kernel.ports import Atomic, KeptAnswers, NewId, RequestKey
from domain.kernel.refusals import ChangedMeanwhile
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.licences.licence import IN_FORCE, Licence, LicenceStatus
from domain.licences.ports import Licences, Presentations
from domain.licences.presentation import Look, Presentation, Redemption
from domain.parties.ports import Parties
from domain.staff.account import VerifierAccount
from domain.usecases.find_renewals import FindRenewals
from domain.usecases.licence_view import LicenceView, licence_view


@dataclass(frozen=True, slots=True)
class Scan:
    """Who scanned, the digest of what, why and when."""

    verifier: VerifierAccount
    code: bytes = field(repr=False)
    purpose: str = field()
    at: datetime = field()


@dataclass(frozen=True, slots=True)
class Verified:
    """`result`: a Redemption; `licence` for a good code only; `bank_away`: not the bank's word of now."""

    verification_id: UUID
    result: str
    checked_at: datetime
    licence: LicenceView | None
    bank_away: bool = False


@dataclass(frozen=True, slots=True)
class RedeemPresentation:
    licences: Licences
    presentations: Presentations
    parties: Parties
    find_renewals: FindRenewals
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    new_id: NewId

    async def __call__(self, scan: Scan, licence: Licence | None, request: RequestKey) -> Verified:
        """All or nothing. `licence`: as the bank told it last; None where the code is known to be worthless.

        Raises ChangedMeanwhile.
        """
        async with self.atomic():
            if before := await self.answers.recall(request, Verified):
                return before
            answer = Verified(self.new_id(), Redemption.UNKNOWN.value, scan.at, None)
            kept = await self.licences.put(licence) if licence else None
            shown = await self.presentations.take_by_code(scan.code)
            if shown is not None:
                answer = await self._redeem(scan, shown, kept, answer)
            await self.answers.keep(request, answer)
        return answer

    async def _redeem(
        self, scan: Scan, shown: Presentation, licence: Licence | None, answer: Verified
    ) -> Verified:
        result, seen, is_away = shown.worth(scan.at), None, False
        if result is Redemption.VALID:
            if licence is None:  # worthless a moment ago: nobody asked the bank about it
                raise ChangedMeanwhile(str(shown.presentation_id))
            shown.redeem(at=scan.at)
            await self.presentations.save(shown)
            seen = await self._seen(licence, scan.at)
            is_away = licence.last_confirmed < scan.at
            if LicenceStatus(seen.status) not in IN_FORCE:
                is_doubtful = licence.status is LicenceStatus.VALID and not licence.is_confirmed(scan.at)
                result = Redemption.UNCONFIRMED if is_doubtful else Redemption.NOT_VALID
        verifier = scan.verifier
        look = Look(
            shown.licence,
            shown.presentation_id,
            verifier.organisation,
            verifier.operator,
            scan.purpose,
            scan.at,
            result,
        )
        await self.presentations.add_look(look, verifier=verifier.verifier_id)
        facts = {
            "licence": str(shown.licence),
            "presentation": str(shown.presentation_id),
            "verifier": str(verifier.verifier_id),
            "result": result.value,
        }
        await self.ledger.append(Step("licence-verified", facts=facts))
        return replace(answer, result=result.value, licence=seen, bank_away=is_away)

    async def _seen(self, licence: Licence, at: datetime) -> LicenceView:
        renewals = await self.find_renewals(licence.holder)
        holder = await self.parties.by_id(licence.holder)
        return licence_view(licence, holder=holder, renewals=renewals, now=at)
