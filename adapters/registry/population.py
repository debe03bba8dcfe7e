"""The population register (人口库): whether name and number belong together, and what is on file.

Source: docs/vendors/population-register.md (our profile), read 2026-11-21.
"""

import re
from datetime import datetime
from typing import Annotated

import msgspec

from adapters.envelope.sender import SignedHttp
from adapters.registry.sharing import check_catalogue, sharing_headers
from domain.kernel.personal import Address, DocumentNumber, Free, PersonName, Phone
from domain.parties.records import POPULATION, Match, PersonRecord

SYSTEM = "population"
ABSENT = "4040"
MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
_PERSONS = ("api", "v1", "persons")


class _Verified(msgspec.Struct, rename="camel"):
    result: Match
    catalogue_id: str


class _Person(msgspec.Struct, rename="camel"):
    name: str
    sex: str
    address: str
    as_of: Annotated[datetime, msgspec.Meta(tz=True)]
    catalogue_id: str
    phone: str | None = None


class SharedPopulationRegister:
    """Implements PopulationRegister."""

    def __init__(self, window: SignedHttp) -> None:
        self._window = window

    async def matches(self, name: PersonName, number: DocumentNumber, *, purpose: str) -> Match:
        reply = await self._window.call(
            "POST",
            (*_PERSONS, "verify"),
            effect=False,
            document={"name": name.reveal(), "idNumber": number.reveal()},
            headers=sharing_headers(SYSTEM, POPULATION, purpose),
        )
        told = reply.read(_Verified)
        check_catalogue(SYSTEM, POPULATION, told.catalogue_id)
        return told.result

    async def lookup(self, number: DocumentNumber, *, purpose: str) -> PersonRecord | None:
        reply = await self._window.call(
            "POST",
            (*_PERSONS, "lookup"),
            effect=False,
            document={"idNumber": number.reveal()},
            headers=sharing_headers(SYSTEM, POPULATION, purpose),
            known=frozenset({ABSENT}),
        )
        if reply.code == ABSENT:
            return None
        told = reply.read(_Person)
        check_catalogue(SYSTEM, POPULATION, told.catalogue_id)
        return PersonRecord(
            name=PersonName(told.name),
            sex=Free(told.sex),
            phone=Phone(told.phone) if told.phone and MOBILE.fullmatch(told.phone) else None,
            address=Address(told.address),
            as_of=told.as_of,
        )
