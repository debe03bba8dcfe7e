"""Read all that the screen of one licence (亮证) shows: its card in the wallet, and who looked at it."""

from dataclasses import dataclass

from domain.kernel.ids import LicenceId
from domain.kernel.party import Acting
from domain.kernel.refusals import NotFound
from domain.usecases.find_side import FindSide, Side
from domain.usecases.licence_view import LicenceView
from domain.usecases.list_views import ListViews, Viewed
from domain.usecases.read_wallet import ReadWallet


@dataclass(frozen=True, slots=True)
class LicenceScreenView:
    """`note`: what the person should know about it, or None."""

    side: Side
    card: LicenceView
    views: tuple[Viewed, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class ReadLicenceScreen:
    find_side: FindSide
    list_views: ListViews
    read_wallet: ReadWallet

    async def __call__(self, acting: Acting, licence: LicenceId) -> LicenceScreenView:
        """Raises NotFound (also for another party's), NotRepresentative, Unavailable."""
        side = await self.find_side.of_licence(acting, licence)
        views = await self.list_views(side.acting, licence)
        wallet = await self.read_wallet(side.acting)
        card = next((one for one in wallet.cards if one.licence_id == licence), None)
        if card is None:
            raise NotFound(str(licence))
        return LicenceScreenView(side, card, views, wallet.note)
