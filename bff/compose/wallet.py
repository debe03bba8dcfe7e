"""The wallet desk, put together."""

from dataclasses import dataclass, field

from adapters.files.calendar_csv import CalendarFile
from adapters.files.rating_tags import RatingTagTable
from adapters.postgres.card_orders import PostgresCardOrders
from adapters.postgres.cases import PostgresCases
from adapters.postgres.grievances import PostgresGrievances
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.ledger_anchors import PostgresAnchors
from adapters.postgres.licences import PostgresLicences, PostgresPresentations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from adapters.postgres.ratings import PostgresRatings
from bff.compose.core import Core
from bff.compose.grievances import open_rectification
from bff.desks.wallet import WalletDesk
from domain.archives.ports import ArchiveSeal
from domain.catalogue.ports import Catalogue
from domain.clock.ports import Calendars
from domain.identity.ports import Limits
from domain.ledger.ports import Checkpoints
from domain.licences.outside import LicenceBank
from domain.ratings.outside import RatingInterface
from domain.usecases.anchor_ledger import AnchorLedger
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.close_matter import CloseMatter
from domain.usecases.compose_evaluation import ComposeEvaluation
from domain.usecases.confirm_standing import ConfirmStanding
from domain.usecases.export_ledger import ExportLedger
from domain.usecases.find_case import FindCase
from domain.usecases.find_licence import FindLicence
from domain.usecases.find_renewals import FindRenewals
from domain.usecases.hand_over_rating import HandOverRating
from domain.usecases.list_rating_tags import ListRatingTags
from domain.usecases.list_views import ListViews
from domain.usecases.order_wallet import OrderWallet
from domain.usecases.present_licence import PresentLicence
from domain.usecases.rate_case import RateCase
from domain.usecases.read_wallet import ReadWallet
from domain.usecases.record_presentation import RecordPresentation
from domain.usecases.record_rating import RecordRating
from domain.usecases.redeem_presentation import RedeemPresentation
from domain.usecases.refresh_wallet import RefreshWallet
from domain.usecases.verify_ledger import VerifyLedger
from domain.usecases.verify_presentation import VerifyPresentation


@dataclass(frozen=True, slots=True)
class WalletParts:
    """What the desk needs besides Core."""

    bank: LicenceBank
    rating: RatingInterface
    limits: Limits
    catalogue: Catalogue
    checkpoints: Checkpoints
    ledger_seal: ArchiveSeal  # under bundles that prove a case, with the key of checkpoints
    check_authority: CheckAuthority
    calendars: Calendars = field(default_factory=CalendarFile)


def wallet_desk(core: Core, parts: WalletParts) -> WalletDesk:
    now, new_id, atomic = core.now, core.new_id, core.atomic
    licences, orders = PostgresLicences(core.cipher, core.digests), PostgresCardOrders(new_id)
    presentations = PostgresPresentations(new_id)
    ratings = PostgresRatings(core.cipher)
    parties = PostgresParties(core.cipher, core.digests, now, new_id)
    cases, invitations, tags = PostgresCases(), PostgresInvitations(new_id), RatingTagTable()
    find_renewals = FindRenewals(cases, invitations, parts.catalogue)
    find_licence = FindLicence(parts.check_authority, licences)
    confirm_standing = ConfirmStanding(licences, parts.bank, now)
    present = RecordPresentation(
        licences,
        presentations,
        core.ledger,
        core.answers,
        atomic,
        core.randomness,
        core.digests,
        now,
        new_id,
    )
    redeem = RedeemPresentation(
        licences, presentations, parties, find_renewals, core.ledger, core.answers, atomic, new_id
    )
    record_rating = RecordRating(
        cases,
        CloseMatter(PostgresMatters(), cases, core.ledger, core.jobs),
        ratings,
        open_rectification(core, parts.calendars),
        core.ledger,
        core.jobs,
        core.answers,
        atomic,
        now,
        new_id,
    )
    anchors = PostgresAnchors(new_id)
    anchor_ledger = AnchorLedger(anchors, parts.checkpoints)
    compose_evaluation = ComposeEvaluation(cases, invitations, parties, parts.catalogue)
    return WalletDesk(
        read_wallet=ReadWallet(
            parts.check_authority,
            RefreshWallet(licences, parts.bank, atomic, now, new_id),
            find_renewals,
            PostgresGrievances(core.cipher),
            parties,
            licences,
            orders,
            now,
        ),
        order_wallet=OrderWallet(parts.check_authority, licences, orders, atomic),
        present_licence=PresentLicence(find_licence, confirm_standing, find_renewals, present, now),
        list_views=ListViews(find_licence, presentations),
        verify_presentation=VerifyPresentation(
            presentations, licences, parts.limits, confirm_standing, redeem, atomic, core.digests, now
        ),
        list_rating_tags=ListRatingTags(tags),
        rate_case=RateCase(FindCase(parts.check_authority, cases), tags, record_rating),
        hand_over_rating=HandOverRating(ratings, compose_evaluation, parts.rating, core.ledger, atomic),
        verify_ledger=VerifyLedger(core.chains, anchors, parts.checkpoints, cases),
        anchor_ledger=anchor_ledger,
        export_ledger=ExportLedger(
            PostgresCases(),
            core.ledger,
            core.evidence,
            parts.checkpoints,
            anchor_ledger,
            parts.ledger_seal,
            atomic,
            now,
        ),
    )
