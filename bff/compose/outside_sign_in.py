"""The desk for who comes from another house, put together; a house that is not configured is not offered."""

from dataclasses import dataclass

from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.outside_sign_ins import PostgresOutsideSignIns
from adapters.postgres.parties import PostgresParties
from adapters.postgres.sessions import PostgresSessions
from bff.compose.core import Core
from bff.compose.mandates import asking_authorities, remembering_outside
from bff.desks.outside_sign_in import OutsideSignInDesk
from domain.identity.outside_sign_in import BusinessLicenceSignIn, Doorway, UnifiedIdentity, Way
from domain.identity.ports import AccessTokens, Limits
from domain.parties.outside import HolderRegister
from domain.usecases.begin_outside_sign_in import BeginOutsideSignIn
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.enter_from_outside import EnterFromOutside
from domain.usecases.find_matter import FindMatter
from domain.usecases.lead_to_matter import LeadToMatter
from domain.usecases.sign_in_by_business_licence import SignInByBusinessLicence
from domain.usecases.sign_in_by_unified_identity import SignInByUnifiedIdentity
from domain.usecases.spend_try import SpendTry
from domain.usecases.start_session import StartSession
from domain.usecases.take_outside_sign_in import TakeOutsideSignIn


@dataclass(frozen=True, slots=True)
class OutsideSignInParts:
    """What the desk needs besides Core."""

    unified_identity: UnifiedIdentity | None
    e_licence: BusinessLicenceSignIn | None
    register: HolderRegister
    limits: Limits
    tokens: AccessTokens
    check_authority: CheckAuthority


def outside_sign_in_desk(core: Core, parts: OutsideSignInParts) -> OutsideSignInDesk:
    now, new_id, atomic, digests = core.now, core.new_id, core.atomic, core.digests
    parties = PostgresParties(core.cipher, digests, now, new_id)
    sign_ins, spend_try = PostgresOutsideSignIns(), SpendTry(parts.limits, digests)
    matters = PostgresMatters()
    ask = asking_authorities(core, parts.register)
    find_matter = FindMatter(PostgresInvitations(new_id), matters, parts.check_authority, digests, now)
    take = TakeOutsideSignIn(spend_try, sign_ins, digests, atomic, now)
    enter = EnterFromOutside(
        sign_ins,
        parties,
        StartSession(PostgresSessions(), digests, core.randomness, now, new_id),
        parts.tokens,
        LeadToMatter(find_matter, matters, ask),
        core.ledger,
        atomic,
        now,
    )
    return OutsideSignInDesk(
        begin_outside_sign_in=BeginOutsideSignIn(
            _doorways(parts), spend_try, sign_ins, digests, core.randomness, atomic, now, new_id
        ),
        sign_in_by_unified_identity=SignInByUnifiedIdentity(parts.unified_identity, take, enter),
        sign_in_by_business_licence=SignInByBusinessLicence(
            parts.e_licence, take, enter, parties, parties, remembering_outside(core)
        ),
    )


def _doorways(parts: OutsideSignInParts) -> dict[Way, Doorway]:
    houses: dict[Way, Doorway | None] = {
        Way.UNIFIED_IDENTITY: parts.unified_identity,
        Way.BUSINESS_LICENCE: parts.e_licence,
    }
    return {way: house for way, house in houses.items() if house is not None}
