"""The sign-in desk, put together."""

from dataclasses import dataclass

from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from adapters.postgres.phone_accounts import PostgresPhoneAccounts
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.sign_in_codes import PostgresSignInCodes
from adapters.postgres.visitors import PostgresVisitors
from adapters.sms.code_texts import SmsCodeTexts
from bff.compose.core import Core
from bff.compose.mandates import asking_authorities
from bff.compose.outside_sign_in import OutsideSignInParts, outside_sign_in_desk
from bff.desks.sign_in import SignInDesk
from domain.identity.outside_sign_in import BusinessLicenceSignIn, UnifiedIdentity
from domain.identity.ports import AccessTokens, Limits
from domain.identity.web_view import WebViewTickets
from domain.invitations.outside import SmsSender
from domain.parties.outside import HolderRegister
from domain.usecases.ask_sign_in_code import AskSignInCode
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.end_phone_links import EndPhoneLinks
from domain.usecases.enter_by_ticket import EnterByTicket
from domain.usecases.find_matter import FindMatter
from domain.usecases.issue_web_view_ticket import IssueWebViewTicket
from domain.usecases.lead_to_matter import LeadToMatter
from domain.usecases.link_phone import LinkPhone
from domain.usecases.recognise_account import RecogniseAccount
from domain.usecases.send_code import SendCode
from domain.usecases.sign_in_by_code import SignInByCode
from domain.usecases.spend_try import SpendTry
from domain.usecases.start_session import StartSession


@dataclass(frozen=True, slots=True)
class SignInParts:
    """What the desk needs besides Core; `code_budget`: codes an hour for the whole office."""

    sms: SmsSender
    social_register: HolderRegister
    limits: Limits
    tokens: AccessTokens
    check_authority: CheckAuthority
    code_budget: int
    web_view_tickets: WebViewTickets
    public_url: str
    unified_identity: UnifiedIdentity | None = None
    e_licence: BusinessLicenceSignIn | None = None


def sign_in_desk(core: Core, parts: SignInParts) -> SignInDesk:
    now, new_id, atomic, digests = core.now, core.new_id, core.atomic, core.digests
    parties = PostgresParties(core.cipher, digests, now, new_id)
    sessions, matters = PostgresSessions(), PostgresMatters()
    ask = asking_authorities(core, parts.social_register)
    start_session = StartSession(sessions, digests, core.randomness, now, new_id)
    codes, spend_try = PostgresSignInCodes(digests), SpendTry(parts.limits, digests)
    end_links = phone_link_ending(core)
    find_matter = FindMatter(PostgresInvitations(new_id), matters, parts.check_authority, digests, now)
    return SignInDesk(
        ask_sign_in_code=AskSignInCode(
            spend_try,
            SendCode(
                parts.limits,
                codes,
                SmsCodeTexts(parts.sms, now),
                digests,
                core.randomness,
                atomic,
                now,
                new_id,
                parts.code_budget,
            ),
        ),
        sign_in_by_code=SignInByCode(
            spend_try,
            codes,
            PostgresPhoneAccounts(core.cipher, digests, new_id),
            end_links,
            parties,
            start_session,
            parts.tokens,
            LeadToMatter(find_matter, matters, ask),
            core.ledger,
            digests,
            atomic,
            now,
        ),
        issue_web_view_ticket=IssueWebViewTicket(
            parts.web_view_tickets, parts.limits, core.randomness, digests, parts.public_url, now
        ),
        enter_by_ticket=EnterByTicket(
            parts.web_view_tickets,
            sessions,
            PostgresVisitors(core.cipher, digests, new_id),
            parties,
            start_session,
            parts.tokens,
            core.ledger,
            digests,
            atomic,
            now,
        ),
        recognise_account=RecogniseAccount(parts.tokens),
        end_phone_links=end_links,
        outside=outside_sign_in_desk(
            core,
            OutsideSignInParts(
                parts.unified_identity,
                parts.e_licence,
                parts.social_register,
                parts.limits,
                parts.tokens,
                parts.check_authority,
            ),
        ),
    )


def phone_linking(core: Core) -> LinkPhone:
    """For whoever records a proof of a person."""
    accounts = PostgresPhoneAccounts(core.cipher, core.digests, core.new_id)
    return LinkPhone(accounts, PostgresSessions(), core.ledger)


def phone_link_ending(core: Core) -> EndPhoneLinks:
    """For whoever hears that a number is somebody else's."""
    accounts = PostgresPhoneAccounts(core.cipher, core.digests, core.new_id)
    return EndPhoneLinks(accounts, PostgresSessions(), core.ledger, core.atomic, core.now)
