"""Signing in at another house (省统一身份认证, 电子营业执照): they say who it is, we begin the session.

What they tell is believed about name and number only. It is no face of ours: whatever binds asks for that,
and who may act for an organisation comes from its register or from a mandate, as ever (ADR 41).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.kernel.authorisation import Authorisation
from domain.kernel.ids import OutsideSignInId, SessionId
from domain.kernel.personal import DocumentNumber, Masked, OrganisationName, PersonName
from domain.kernel.refusal import Refusal

LIFE = timedelta(minutes=10)  # from leaving for the other house to coming back from it
TICKET = "ticket"  # reason of the ports: not theirs, used, out of date, or given for another state


class Way(StrEnum):
    """Which house."""

    UNIFIED_IDENTITY = "unified-identity"
    BUSINESS_LICENCE = "business-licence"


SYSTEMS = {Way.UNIFIED_IDENTITY: "unified-identity", Way.BUSINESS_LICENCE: "e-licence"}


class HouseNotOffered(Refusal):
    """No such house is configured here."""

    code, title = "sign-in-way-not-offered", "这种登录方式还没有开通"
    advice = "请回到登录页换一种方式，看到的内容一样"


class OutsideSignInEnded(Refusal):
    """One word for a foreign, used, forged and late return: none of them is told apart."""

    code, title = "outside-sign-in-ended", "这次登录已失效，或不是在这部手机上开始的"
    advice = "请回到登录页重新开始"


class OrganisationAccount(Refusal):
    """Somebody signed in over there as an organisation (法人账号): we serve people, who may act for one."""

    code, title = "organisation-account", "法人账号不能在这里登录"
    advice = "请用您个人的账号登录，登录后可以选择为哪个单位办理；也可以用电子营业执照登录"


class NotRealName(Refusal):
    """The account over there was opened without anybody's identity being checked."""

    code, title = "not-real-name", "您在对方平台的账号还没有实名认证"
    advice = "请先在对方平台完成实名认证，或换一种方式登录"


class Ticket(Masked):
    """The other house's, for one exchange: in no log and no error."""


@dataclass(slots=True)
class OutsideSignIn:
    """Begun on one device, for one return. Of its state only a digest is kept."""

    sign_in_id: OutsideSignInId
    way: Way
    begun_at: datetime
    ends_at: datetime
    used_at: datetime | None = None
    session: SessionId | None = None

    def take(self, now: datetime) -> bool:
        """The one return, whatever comes of it; False: it is over."""
        if self.used_at is not None or now >= self.ends_at:
            return False
        self.used_at = now
        return True


class OutsideSignIns(Protocol):
    """Adapter: adapters/postgres/outside_sign_ins.py."""

    async def add(self, sign_in: OutsideSignIn, state: bytes) -> None:
        """`state`: digest of the state and the device it is bound to. Old ones are forgotten with it."""
        ...

    async def take(self, state: bytes) -> OutsideSignIn | None:
        """Held FOR UPDATE. Inside atomic."""
        ...

    async def save(self, sign_in: OutsideSignIn) -> None: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """Who the unified identity says it is. Name and number as told: not judged yet."""

    name: PersonName
    number: DocumentNumber
    is_person: bool
    is_real_name: bool


@dataclass(frozen=True, slots=True)
class LicenceHolder:
    """Who holds a business licence on their phone. Without an authorisation: somebody by office.

    `kind`: 企业 or 个体工商户, as the catalogue writes it.
    """

    name: PersonName
    number: DocumentNumber
    organisation: OrganisationName
    organisation_number: DocumentNumber
    kind: str
    authorisation: Authorisation | None


class Doorway(Protocol):
    """Where a person goes to sign in."""

    def page(self, state: str) -> str:
        """The house's page, from configuration; it sends people back to ours with a ticket and `state`."""
        ...


class UnifiedIdentity(Doorway, Protocol):
    """省统一身份认证. Adapter: adapters/people/unified_identity.py. Fake: tests/fakes/people.py."""

    async def exchange(self, ticket: Ticket, state: str) -> Subject:
        """Once a ticket, and only with the state it was given for.

        Raises Refused («ticket», or the house's own code), Unavailable, Unknown (the ticket may be spent:
        the person signs in anew).
        """
        ...


class BusinessLicenceSignIn(Doorway, Protocol):
    """电子营业执照. Adapter: adapters/people/business_licence.py. Fake: tests/fakes/people.py."""

    async def exchange(self, ticket: Ticket, state: str) -> LicenceHolder:
        """As above."""
        ...

    async def authorised(
        self, organisation: DocumentNumber, agent: DocumentNumber, known: Authorisation
    ) -> bool:
        """Whether the organisation lets this person do all of `known` now. Raises Refused, Unavailable."""
        ...
