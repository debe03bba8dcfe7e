"""Sign in by the province's unified identity (省统一身份认证登录): their ticket, exchanged once by us."""

from dataclasses import dataclass

from domain.identity.outside_sign_in import (
    TICKET,
    HouseNotOffered,
    NotRealName,
    OrganisationAccount,
    OutsideSignInEnded,
    Subject,
    Ticket,
    UnifiedIdentity,
    Way,
)
from domain.identity.session import Device
from domain.kernel.refusal import Refused
from domain.usecases.enter_from_outside import EnterFromOutside
from domain.usecases.take_outside_sign_in import TakeOutsideSignIn
from domain.usecases.tell_session import SessionTold


@dataclass(frozen=True, slots=True)
class SignInByUnifiedIdentity:
    """The state is the key of this request. `house` None: not offered here."""

    house: UnifiedIdentity | None
    take: TakeOutsideSignIn
    enter: EnterFromOutside

    async def __call__(
        self, ticket: Ticket, state: str, *, address: str, device: Device, notice: str | None = None
    ) -> SessionTold:
        """`notice`: the code of an SMS that brought them here.

        Raises HouseNotOffered, AddressCodeMistyped, OutsideSignInEnded, OrganisationAccount, NotRealName,
        AnotherDocument, FaceForAdults, TooManyRequests, LimitsUnavailable, Refused, Unavailable, Unknown.
        """
        if self.house is None:
            raise HouseNotOffered
        matter = await self.enter.lead_to_matter.by_code(notice)
        sign_in = await self.take(Way.UNIFIED_IDENTITY, state, address=address, device=device)
        subject = await self._exchange(self.house, ticket, state)
        if not subject.is_person:
            raise OrganisationAccount
        if not subject.is_real_name:
            raise NotRealName
        number = self.enter.judged(subject.number)
        return await self.enter(sign_in, subject.name, number, device=device, matter=matter)

    async def _exchange(self, house: UnifiedIdentity, ticket: Ticket, state: str) -> Subject:
        try:
            return await house.exchange(ticket, state)
        except Refused as refused:
            if refused.reason == TICKET:
                raise OutsideSignInEnded from None
            raise
