"""Who is served and who acts: the party (服务对象) and the actor, always named together."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from domain.kernel.ids import IdentityCheckId, PartyId, SessionId
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


@dataclass(frozen=True, slots=True)
class Acting:
    """A person at work for a party: themselves, or an organisation that the register says they represent.

    `clerk`: the login of who serves them at the counter; every step they take there names both.
    `device`: keyed digest of the phone or browser, 16 bytes, empty when unknown; `check`: the identity check
    that gave `level`.
    """

    person: PartyId
    party: PartyId
    level: Level
    channel: Channel
    session: SessionId | None = None
    clerk: str = ""
    device: bytes = b""
    check: IdentityCheckId | None = None
