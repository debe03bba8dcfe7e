"""Sign in by a code (手机验证码登录): a session for whom the number is linked to, or an account of nobody's.

A session of this kind is of the PHONE level: it reads; whatever binds asks for the face.
"""

from dataclasses import dataclass, field
from datetime import datetime

from domain.identity.account import PhoneAccount, PhoneAccounts, Unlinked
from domain.identity.ports import AccessTokens, AccountClaims, Claims
from domain.identity.session import ACCESS, UNKNOWN_DEVICE, Device, Method, Session
from domain.identity.sign_in_code import (
    DAY,
    DIGITS,
    WRONG_A_DAY,
    CodePurpose,
    CodeWrong,
    SignInCodes,
    SmsCode,
)
from domain.kernel.identifiers import mobile, narrow
from domain.kernel.ids import AccountId, PartyId
from domain.kernel.limits import TooManyRequests
from domain.kernel.party import Acting, Level
from domain.kernel.personal import Phone
from domain.kernel.ports import Atomic, Clock, Digests
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties
from domain.usecases.end_phone_links import EndPhoneLinks
from domain.usecases.lead_to_matter import LeadToMatter
from domain.usecases.send_code import code_digest
from domain.usecases.spend_try import SpendTry
from domain.usecases.start_session import StartSession
from domain.usecases.tell_session import SessionTold

TRIES = "sign-in-by-code"


@dataclass(frozen=True, slots=True)
class AccountSignedIn:
    """Nobody yet: with this token a check may be opened, and when it passes the number is that person's."""

    account_token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignInByCode:
    spend_try: SpendTry
    codes: SignInCodes
    accounts: PhoneAccounts
    end_phone_links: EndPhoneLinks
    parties: Parties
    start_session: StartSession
    tokens: AccessTokens
    lead_to_matter: LeadToMatter
    ledger: Ledger
    digests: Digests
    atomic: Atomic
    now: Clock

    async def __call__(
        self,
        number: str,
        typed: str,
        *,
        address: str,
        device: Device = UNKNOWN_DEVICE,
        notice: str | None = None,
    ) -> SessionTold | AccountSignedIn:
        """The code is the key of this request: of any number at once, one begins a session.

        `notice`: the code of an SMS that brought them here. Raises IdentifierInvalid, AddressCodeMistyped,
        TooManyRequests, LimitsUnavailable, CodeWrong.
        """
        phone, digits = mobile(number), _digits(typed)
        matter = await self.lead_to_matter.by_code(notice)
        await self.spend_try(TRIES, address)
        now, begun = self.now(), None
        async with self.atomic():
            account, is_locked = await self._take(phone, digits, now)
            if account is not None and account.person is not None:
                begun = await self._begin(account.account_id, account.person, device)
        if is_locked:  # outside: a refusal within would undo the counting of a wrong try
            raise TooManyRequests(TRIES, retry_after=int(DAY.total_seconds()))
        if account is None:
            raise CodeWrong
        if begun is None:
            claims = AccountClaims(account.account_id, now + ACCESS)
            return AccountSignedIn(self.tokens.issue(claims), claims.expires_at)
        session, refresh_token = begun
        expires_at = min(now + ACCESS, session.ends_at)
        return SessionTold(
            self.tokens.issue(Claims(session.session_id, session.person, expires_at)),
            expires_at,
            session.level(now),
            (await self.parties.by_id(session.person)).name.masked(),
            refresh_token,
            int((session.ends_at - now).total_seconds()),
            await self.lead_to_matter(matter, session.person),
        )

    async def _take(self, phone: Phone, digits: SmsCode, now: datetime) -> tuple[PhoneAccount | None, bool]:
        """The number's account when these are the digits it was sent last; whether nothing counts any more.

        A link left idle ends here.
        """
        code = await self.codes.take_newest(phone, CodePurpose.SIGN_IN)
        if await self.codes.wrong_since(phone, CodePurpose.SIGN_IN, now - DAY) >= WRONG_A_DAY:
            return None, True
        if code is None:
            return None, False
        is_right = code.take(code_digest(self.digests, code.code_id, digits), now)
        await self.codes.save(code)
        if not is_right:
            return None, False
        account = await self.accounts.remember(phone, now)
        if account.lay_idle(now):
            return await self.end_phone_links.of_account(account, Unlinked.UNUSED, now), False
        return account, False

    async def _begin(self, account: AccountId, person: PartyId, device: Device) -> tuple[Session, str]:
        session, token = await self.start_session(person, method=Method.SMS, account=account, device=device)
        acting = Acting(person, person, Level.PHONE, session.channel, session.session_id)
        await self.ledger.append(Step("signed-in", acting=acting, facts={"method": str(Method.SMS)}))
        return session, token


def _digits(typed: str) -> SmsCode:
    """As Chinese keyboards type them, too. Raises CodeWrong for what is no code, of nobody's tries."""
    digits = narrow(typed).strip()
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise CodeWrong
    return SmsCode(digits)
