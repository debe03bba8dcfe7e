"""What both registers of organisations tell alike: one of them, its 负责人, and whom somebody represents.

Source: docs/vendors/enterprise-register.md and docs/vendors/social-organisation-register.md (our profiles).
"""

import re
from datetime import datetime
from typing import Annotated

import msgspec

from adapters.envelope.sender import Reply, SignedHttp
from adapters.registry.sharing import check_catalogue, sharing_headers
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName, Phone
from domain.parties.records import Origin, RepresentedOrganisation, ResponsiblePerson

API = ("api", "v1")
ABSENT = "4040"
MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)

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
    catalogue_id: str

    def records(self) -> tuple[RepresentedOrganisation, ...]:
        return tuple(
            RepresentedOrganisation(
                DocumentNumber(one.uscc), OrganisationName(one.name), one.kind, one.capacity, self.as_of
            )
            for one in self.organisations
        )


async def look_up(window: SignedHttp, origin: Origin, *path: str, purpose: str) -> Reply | None:
    """None for what the register does not know. Raises Refused, Unavailable."""
    reply = await window.call(
        "GET",
        (*API, *path),
        effect=False,
        headers=sharing_headers(window.system, origin, purpose),
        known=frozenset({ABSENT}),
    )
    return None if reply.code == ABSENT else reply


async def represented(
    window: SignedHttp, origin: Origin, name: PersonName, number: DocumentNumber, *, purpose: str
) -> tuple[RepresentedOrganisation, ...]:
    """Raises Refused, Unavailable."""
    reply = await window.call(
        "POST",
        (*API, "representatives"),
        effect=False,
        document={"name": name.reveal(), "idNumber": number.reveal()},
        headers=sharing_headers(window.system, origin, purpose),
    )
    told = reply.read(Representations)
    check_catalogue(window.system, origin, told.catalogue_id)
    return told.records()


def responsible(person: Person | None, as_of: datetime) -> ResponsiblePerson | None:
    if person is None:
        return None
    return ResponsiblePerson(
        PersonName(person.name), DocumentNumber(person.id_number), person.capacity, as_of
    )


def mobile(phone: str | None) -> Phone | None:
    """None for anything but a 手机号."""
    return Phone(phone) if phone and MOBILE.fullmatch(phone) else None
