"""Who is served and who acts: the party (服务对象) and the actor, always named together."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from uuid import UUID

from domain.kernel.ids import IdentityCheckId, MandateId, PartyId, SessionId
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName


class PartyKind(StrEnum):
    PERSON = "person"  # 自然人
    ORGANISATION = "organisation"  # 法人/其他组织


class Level(IntEnum):
    """How sure we are of who is asking (认证等级)."""

    NONE = 0
    PHONE = 1  # known from a session, no longer fresh from a face check
    FACE = 2  # 实人认证, minutes old
    COUNTER = 3  # identity document seen by a clerk


class Channel(StrEnum):
    H5 = "h5"
    MINI_PROGRAM = "mini_program"  # 微信小程序
    OFFICIAL_ACCOUNT = "official_account"  # 微信公众号
    APP = "app"  # 应用内推送
    SMS = "sms"
    COUNTER = "counter"
    SYSTEM = "system"  # our own worker
    OUTSIDE = "outside"  # a vendor or the approval back-end calling in


@dataclass(frozen=True, slots=True)
class Party:
    party_id: PartyId
    kind: PartyKind
    holder_kind: str  # 民办非企业单位, 企业 …, as the catalogue writes it; 自然人 for a person
    number: DocumentNumber
    name: PersonName | OrganisationName
    number_kind: str = ""  # `documents.Paper.mark`; empty: a resident identity number, a unified credit code


@dataclass(frozen=True, slots=True)
class ByMandate:
    """One use of a mandate (授权委托): `use` names the request, however many steps it takes."""

    mandate: MandateId
    use: UUID


@dataclass(frozen=True, slots=True)
class Acting:
    """A person at work for a party: themselves, or one that the register or a mandate says they may act for.

    `clerk`: the login of who serves them at the counter; every step they take there names both.
    `device`: keyed digest of the phone or browser, 16 bytes, empty when unknown; `check`: the identity check
    that gave `level`; `mandate`: by which they act, once CheckAuthority said so; None by office.
    """

    person: PartyId
    party: PartyId
    level: Level
    channel: Channel
    session: SessionId | None = None
    clerk: str = ""
    device: bytes = b""
    check: IdentityCheckId | None = None
    mandate: ByMandate | None = None

    @property
    def by_mandate(self) -> MandateId | None:
        return self.mandate.mandate if self.mandate else None
