"""What both registers of organisations tell alike: one of them, its 负责人, and whom somebody represents.

Source: docs/vendors/enterprise-register.md and docs/vendors/social-organisation-register.md (our profiles).
"""

import re
from datetime import datetime
from typing import Annotated, TypeVar

import msgspec

from adapters.envelope.sender import Reply, SignedHttp, purpose_header
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName, Phone
from domain.parties.records import RepresentedOrganisation, ResponsiblePerson

API = ("api", "v1")
ABSENT = "4040"
MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)

T = TypeVar("T")
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Person(msgspec.Struct, rename="camel"):
    name: str
    id_number: str
    capacity: str


class _Represented(msgspec.Struct):
    uscc: str
    name: str
    kind: str
    capacity: str


class Representations(msgspec.Struct, rename="camel"):
    organisations: list[_Represented]
    as_of: Moment

    def records(self) -> tuple[RepresentedOrganisation, ...]:
        return tuple(
            RepresentedOrganisation(
                DocumentNumber(one.uscc), OrganisationName(one.name), one.kind, one.capacity, self.as_of
            )
            for one in self.organisations
        )


async def look_up(window: SignedHttp, *path: str, purpose: str) -> Reply | None:
    """None for what the register does not know. Raises Refused, Unavailable."""
    reply = await window.call(
        "GET",
        (*API, *path),
        effect=False,
        headers=purpose_header(window.system, purpose),
        known=frozenset({ABSENT}),
    )
    return None if reply.code == ABSENT else reply


async def represented(
    window: SignedHttp, name: PersonName, number: DocumentNumber, shape: type[T], *, purpose: str
) -> T:
    """`shape`: Representations, or what a register adds to them. Raises Refused, Unavailable."""
    reply = await window.call(
        "POST",
        (*API, "representatives"),
        effect=False,
        document={"name": name.reveal(), "idNumber": number.reveal()},
        headers=purpose_header(window.system, purpose),
    )
    return reply.read(shape)


def responsible(person: Person | None, as_of: datetime) -> ResponsiblePerson | None:
    if person is None:
        return None
    return ResponsiblePerson(
        PersonName(person.name), DocumentNumber(person.id_number), person.capacity, as_of
    )


def mobile(phone: str | None) -> Phone | None:
    """None for anything but a 手机号."""
    return Phone(phone) if phone and MOBILE.fullmatch(phone) else None
