"""The phone account (手机号账号): one mobile number that signed in by a code, and who was shown to hold it.

Numbers are lent, sold and given out anew: an account is nobody's until a strong proof of a person passed
on it, and stops being theirs when it shows that the number may be somebody else's (ADR 37).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.kernel.ids import AccountId, PartyId
from domain.kernel.personal import DocumentNumber, Phone

UNUSED = timedelta(days=180)  # an operator gives a number that was handed back out anew after some months


class Unlinked(StrEnum):
    """Why an account stands for its person no more."""

    REPLACED = "replaced"  # another person's proof passed on it
    NOT_MINE = "not-mine"  # its person says so
    WRONG_NUMBER = "wrong-number"  # a clerk rang it and somebody else answered
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class PhoneAccount:
    """`person`: whose proof passed on it last; `signed_in_at`: the sign-in before the one under way."""

    account_id: AccountId
    phone: Phone
    person: PartyId | None
    signed_in_at: datetime

    def lay_idle(self, now: datetime) -> bool:
        """Whether the link is too old to be believed."""
        return self.person is not None and now - self.signed_in_at >= UNUSED


class PhoneAccounts(Protocol):
    """Adapter: adapters/postgres/phone_accounts.py."""

    async def remember(self, phone: Phone, at: datetime) -> PhoneAccount:
        """The account as it stood before, made on first sight, held FOR UPDATE. Inside atomic."""
        ...

    async def by_phone(self, phone: Phone) -> PhoneAccount | None:
        """Held FOR UPDATE. Inside atomic."""
        ...

    async def hold(self, account: AccountId) -> None:
        """Hold the account until the transaction ends. Inside atomic."""
        ...

    async def of_person(self, person: PartyId) -> tuple[PhoneAccount, ...]:
        """All accounts linked to this person, in one order for everybody, held FOR UPDATE. Inside atomic."""
        ...

    async def link(
        self, account: AccountId, person: PartyId, number: DocumentNumber, at: datetime
    ) -> PartyId | None:
        """This account is this person's from now on: whose it was before. Inside atomic."""
        ...

    async def unlink(self, account: AccountId, why: Unlinked) -> None: ...
