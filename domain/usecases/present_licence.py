"""Present a licence (亮证): a code of sixty seconds and one use, for somebody who verifies."""

from dataclasses import dataclass

from domain.kernel.ids import LicenceId
from domain.kernel.party import Acting
from domain.kernel.ports import Clock, RequestKey
from domain.licences.licence import IN_FORCE, LicenceNotShowable
from domain.usecases.confirm_standing import ConfirmStanding
from domain.usecases.find_licence import FindLicence
from domain.usecases.find_renewals import FindRenewals
from domain.usecases.licence_view import shown_status
from domain.usecases.record_presentation import RecordPresentation, Shown

PURPOSE = "持证人出示本人证照"


@dataclass(frozen=True, slots=True)
class PresentLicence:
    find_licence: FindLicence
    confirm_standing: ConfirmStanding
    find_renewals: FindRenewals
    record_presentation: RecordPresentation
    now: Clock

    async def __call__(self, acting: Acting, licence: LicenceId, request: RequestKey) -> Shown:
        """Only one's own, and only while the bank says it is in force, or lately said so and is away.

        Raises NotFound, NotRepresentative, LicenceNotShowable, Unavailable, Refused.
        """
        found = await self.find_licence(acting, licence, fresh=True)
        asked_at = self.now()
        confirmed = await self.confirm_standing(found, purpose=PURPOSE)
        status = shown_status(confirmed, await self.find_renewals(found.holder), self.now())
        if status not in IN_FORCE:
            raise LicenceNotShowable(str(licence), why=status.value)
        return await self.record_presentation(acting, confirmed, request, asked_at=asked_at)
