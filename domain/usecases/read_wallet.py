"""Read the wallet (电子证照卡包): licences of the party one acts for, as the authority knows them."""

from dataclasses import dataclass, replace

from domain.grievances.ports import GrievanceBook
from domain.kernel.party import Acting
from domain.kernel.ports import Clock
from domain.licences.order import CardOrders, in_order
from domain.licences.ports import Licences
from domain.parties.ports import Parties
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.find_renewals import FindRenewals
from domain.usecases.licence_view import LicenceView, licence_view
from domain.usecases.refresh_wallet import RefreshWallet

NOT_FRESH = "电子证照库暂时连接不上，以下是上次核对时的内容"


@dataclass(frozen=True, slots=True)
class WalletView:
    """`note`: what the person should know about all cards, or None; each has its own `confirmed_at`."""

    cards: tuple[LicenceView, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class ReadWallet:
    check_authority: CheckAuthority
    refresh_wallet: RefreshWallet
    find_renewals: FindRenewals
    grievances: GrievanceBook
    parties: Parties
    licences: Licences
    orders: CardOrders
    now: Clock

    async def __call__(self, acting: Acting) -> WalletView:
        """In the order they put them. While the bank is out of reach: what we have, and a note.

        Raises NotRepresentative, Unavailable.
        """
        await self.check_authority(acting)
        holder = await self.parties.by_id(acting.party)
        is_fresh = await self.refresh_wallet(holder)
        renewals = await self.find_renewals(acting.party)
        standing = await self.grievances.standing(acting.party)
        wrong = {one.about.licence for one in standing if one.is_correcting}
        cards = tuple(
            replace(
                licence_view(licence, holder=holder, renewals=renewals, now=self.now()),
                correcting=licence.licence_id in wrong,
            )
            for licence in await self.licences.of_holder(acting.party)
        )
        order = await self.orders.of(acting.person, acting.party)
        ordered = in_order(((card.licence_id, card) for card in cards), order)
        return WalletView(ordered, None if is_fresh else NOT_FRESH)
