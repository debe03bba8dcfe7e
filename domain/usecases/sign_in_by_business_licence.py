"""Sign in by a business licence on the phone (电子营业执照登录): as oneself, with what it allows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domain.identity.outside_sign_in import (
    SYSTEMS,
    TICKET,
    BusinessLicenceSignIn,
    HouseNotOffered,
    LicenceHolder,
    OutsideSignInEnded,
    Ticket,
    Way,
)
from domain.identity.session import Device
from domain.kernel.authorisation import Authorisation
from domain.kernel.identifiers import IdentifierInvalid, uscc
from domain.kernel.ids import ItemCode, PartyId
from domain.kernel.party import Acting
from domain.kernel.refusal import Refused, Unavailable
from domain.parties.ports import KnownOrganisations, Parties
from domain.usecases.enter_from_outside import EnterFromOutside
from domain.usecases.remember_outside_mandate import RememberOutsideMandate, ToldMandate
from domain.usecases.take_outside_sign_in import TakeOutsideSignIn
from domain.usecases.tell_session import SessionTold

SYSTEM = SYSTEMS[Way.BUSINESS_LICENCE]


@dataclass(frozen=True, slots=True)
class SignInByBusinessLicence:
    """The state is the key of this request. `house` None: not offered here.

    Whoever holds the licence by office is named by the register, asked anew at each step that binds: nothing
    of theirs is kept. A 办事人's authorisation is kept as a mandate, and asked about anew at each look.
    """

    house: BusinessLicenceSignIn | None
    take: TakeOutsideSignIn
    enter: EnterFromOutside
    parties: Parties
    organisations: KnownOrganisations
    remember_mandate: RememberOutsideMandate

    async def __call__(
        self, ticket: Ticket, state: str, *, address: str, device: Device, notice: str | None = None
    ) -> SessionTold:
        """`notice`: the code of an SMS that brought them here.

        Raises HouseNotOffered, AddressCodeMistyped, OutsideSignInEnded, AnotherDocument, FaceForAdults,
        TooManyRequests, LimitsUnavailable, Refused, Unavailable, Unknown.
        """
        if self.house is None:
            raise HouseNotOffered
        matter = await self.enter.lead_to_matter.by_code(notice)
        sign_in = await self.take(Way.BUSINESS_LICENCE, state, address=address, device=device)
        holder = await self._exchange(self.house, ticket, state)
        number = self.enter.judged(holder.number)
        given = holder.authorisation
        then = None if given is None else self._mandate(holder, given)
        return await self.enter(sign_in, holder.name, number, device=device, matter=matter, then=then)

    async def _exchange(self, house: BusinessLicenceSignIn, ticket: Ticket, state: str) -> LicenceHolder:
        try:
            return await house.exchange(ticket, state)
        except Refused as refused:
            if refused.reason == TICKET:
                raise OutsideSignInEnded from None
            raise

    def _mandate(self, holder: LicenceHolder, given: Authorisation) -> Callable[[Acting], Awaitable[None]]:
        items = None if given.items is None else tuple(ItemCode(item) for item in given.items)

        async def remember(acting: Acting) -> None:
            if items == ():  # allows nothing, and must not be read as «every»
                known = await self.organisations.by_code(holder.organisation_number)
                if known is not None:
                    await self.remember_mandate.nothing(known.party_id, acting.person)
                return
            principal = await self._principal(holder)
            told = ToldMandate(principal, acting.person, items, given.until, given.reference)
            await self.remember_mandate(told)

        return remember

    async def _principal(self, holder: LicenceHolder) -> PartyId:
        """What a register told us of it before stands. Raises Unavailable for what can be no code."""
        known = await self.organisations.by_code(holder.organisation_number)
        if known is not None:
            return known.party_id
        try:
            code = uscc(holder.organisation_number.reveal())
        except IdentifierInvalid:
            raise Unavailable(SYSTEM, "uscc-malformed") from None  # theirs to mend; nothing is kept
        made = await self.parties.remember_organisation(holder.organisation, code, holder_kind=holder.kind)
        return made.party_id
