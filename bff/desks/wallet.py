"""The wallet desk: licences shown and verified, ratings, and the ledger's own checks."""

from dataclasses import dataclass

from domain.usecases.anchor_ledger import AnchorLedger
from domain.usecases.export_ledger import ExportLedger
from domain.usecases.hand_over_rating import HandOverRating
from domain.usecases.list_rating_tags import ListRatingTags
from domain.usecases.list_views import ListViews
from domain.usecases.order_wallet import OrderWallet
from domain.usecases.present_licence import PresentLicence
from domain.usecases.rate_case import RateCase
from domain.usecases.read_wallet import ReadWallet
from domain.usecases.verify_ledger import VerifyLedger
from domain.usecases.verify_presentation import VerifyPresentation


@dataclass(frozen=True, slots=True)
class WalletDesk:
    read_wallet: ReadWallet
    order_wallet: OrderWallet
    present_licence: PresentLicence
    list_views: ListViews
    verify_presentation: VerifyPresentation
    list_rating_tags: ListRatingTags
    rate_case: RateCase
    hand_over_rating: HandOverRating
    verify_ledger: VerifyLedger
    anchor_ledger: AnchorLedger
    export_ledger: ExportLedger
