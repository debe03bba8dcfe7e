"""The enterprise register (市场主体登记系统): enterprises, who represents them now, their 电子营业执照.

Source: docs/vendors/enterprise-register.md (our profile), read 2026-11-22.
"""

from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec

from adapters.envelope.sender import SignedHttp
from adapters.registry.organisations import (
    ABSENT,
    API,
    Moment,
    Person,
    look_up,
    mobile,
    represented,
    responsible,
)
from adapters.registry.sharing import check_catalogue, check_same, sharing_headers
from domain.kernel.personal import Address, DocumentNumber, Free, OrganisationName, PersonName
from domain.parties.records import (
    ENTERPRISE,
    BusinessLicence,
    EnterpriseRecord,
    RepresentedOrganisation,
    Sourced,
    Standing,
)

SYSTEM = "enterprise-register"
BY_OFFICE = frozenset({"法定代表人", "经营者", "负责人", "执行事务合伙人"})
"""Who speaks for an enterprise by office. An agent (委托代理人) has somebody's leave only: dropped here."""

STANDINGS: Mapping[str, Standing] = {
    "存续": "active",
    "在业": "active",
    "开业": "active",
    "注销": "ended",
    "吊销": "ended",
    "撤销": "ended",
}
_T = TypeVar("_T")


class Told(msgspec.Struct, Generic[_T], rename="camel"):
    """One value with its provenance, as this register gives each."""

    value: _T
    as_of: Moment
    catalogue_id: str


class _Enterprise(msgspec.Struct, rename="camel"):
    uscc: str
    kind: str
    standing: Told[str]
    name: Told[str]
    address: Told[str]
    business_scope: Told[str | None]
    capital_fen: Told[int | None]
    contact_phone: Told[str | None]
    responsible: Told[Person | None]
    as_of: Moment
    catalogue_id: str


class _Verified(msgspec.Struct, rename="camel"):
    uscc: str
    name: Told[str]
    responsible_name: Told[str]
    standing: Told[str]
    as_of: Moment
    catalogue_id: str


class SharedEnterpriseRegister:
    """Implements EnterpriseRegister."""

    def __init__(self, window: SignedHttp) -> None:
        self._window = window

    async def enterprise(self, number: DocumentNumber, *, purpose: str) -> EnterpriseRecord | None:
        reply = await look_up(self._window, ENTERPRISE, "enterprises", number.reveal(), purpose=purpose)
        if reply is None:
            return None
        told = reply.read(_Enterprise)
        check_catalogue(
            SYSTEM,
            ENTERPRISE,
            told.catalogue_id,
            *(told.standing.catalogue_id, told.name.catalogue_id, told.address.catalogue_id),
            *(told.business_scope.catalogue_id, told.capital_fen.catalogue_id),
            *(told.contact_phone.catalogue_id, told.responsible.catalogue_id),
        )
        check_same(SYSTEM, number.reveal(), told.uscc)
        return _record(told)

    async def represented_by(
        self, name: PersonName, number: DocumentNumber, *, purpose: str
    ) -> tuple[RepresentedOrganisation, ...]:
        told = await represented(self._window, ENTERPRISE, name, number, purpose=purpose)
        return tuple(one for one in told if one.capacity in BY_OFFICE)

    async def verify_licence(self, number: DocumentNumber, *, purpose: str) -> BusinessLicence | None:
        reply = await self._window.call(
            "POST",
            (*API, "e-licences", "verify"),
            effect=False,
            document={"uscc": number.reveal()},
            headers=sharing_headers(SYSTEM, ENTERPRISE, purpose),
            known=frozenset({ABSENT}),
        )
        if reply.code == ABSENT:
            return None
        told = reply.read(_Verified)
        check_catalogue(SYSTEM, ENTERPRISE, told.catalogue_id, told.standing.catalogue_id)
        check_same(SYSTEM, number.reveal(), told.uscc)
        return BusinessLicence(
            DocumentNumber(told.uscc),
            OrganisationName(told.name.value),
            PersonName(told.responsible_name.value),
            STANDINGS.get(told.standing.value, "unknown"),
            told.standing.as_of,
        )


def _record(told: _Enterprise) -> EnterpriseRecord:
    return EnterpriseRecord(
        number=DocumentNumber(told.uscc),
        holder_kind=told.kind,
        name=Sourced(OrganisationName(told.name.value), told.name.as_of),
        address=Sourced(Address(told.address.value), told.address.as_of),
        business_scope=Sourced(Free(told.business_scope.value or ""), told.business_scope.as_of),
        responsible=responsible(told.responsible.value, told.responsible.as_of),
        contact_phone=mobile(told.contact_phone.value),
        capital_fen=told.capital_fen.value,
        standing=STANDINGS.get(told.standing.value, "unknown"),
        as_of=told.as_of,
    )
