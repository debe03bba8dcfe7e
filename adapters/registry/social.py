"""The social organisation register (社会组织登记系统): certificates, organisations, who represents them now.

Source: docs/vendors/social-organisation-register.md (our profile), read 2026-11-21.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import date

import msgspec

from adapters.envelope.pages import page_by_page
from adapters.envelope.sender import SignedHttp
from adapters.outbound.http import MEGABYTE
from adapters.registry.organisations import (
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
    SOCIAL,
    CertificateRow,
    CertificateStatus,
    HolderRecord,
    RepresentedOrganisation,
    Sourced,
)

SYSTEM = "social-register"
LARGEST_PAGE = 4 * MEGABYTE
# 住建部's codes, for want of a national list; 05 is «replaced by a newer one». Expiry is counted, never told.
STATUSES: Mapping[str, CertificateStatus] = {
    "01": "valid",
    "02": "suspended",
    "03": "revoked",
    "04": "cancelled",
    "05": "superseded",
    "07": "revoked",
}


class _Copies(msgspec.Struct):
    original: int
    duplicate: int


class _Row(msgspec.Struct, rename="camel"):
    record_id: str
    uscc: str
    org_name: str
    org_kind: str
    issuing_body_code: str
    issuing_body_name: str
    certificate_number: str
    type_code: str
    valid_from: date
    valid_until: date | None
    status: str
    copies: _Copies
    updated_at: Moment | None = None


class _Page(msgspec.Struct, rename="camel"):
    rows: list[_Row]
    catalogue_id: str
    next_cursor: str | None = None


class _Text(msgspec.Struct, rename="camel"):
    value: str | None
    as_of: Moment


class _Money(msgspec.Struct, rename="camel"):
    value: int | None
    as_of: Moment


class _Responsible(msgspec.Struct, rename="camel"):
    value: Person | None
    as_of: Moment


class _Organisation(msgspec.Struct, rename="camel"):
    as_of: Moment
    name: _Text
    address: _Text
    contact_phone: _Text
    business_scope: _Text
    supervising_unit: _Text
    funds_fen: _Money
    responsible: _Responsible


class _Certificate(_Row, rename="camel", kw_only=True):
    organisation: _Organisation
    catalogue_id: str


class _Certificates(msgspec.Struct, rename="camel"):
    certificates: list[_Row]
    catalogue_id: str


class SharedSocialRegister:
    """Implements SocialRegister."""

    def __init__(self, window: SignedHttp) -> None:
        self._window = window

    async def pages(self, *, purpose: str) -> AsyncIterator[tuple[CertificateRow, ...]]:
        async def told(place: dict[str, str]) -> _Page:
            reply = await self._window.call(
                "GET",
                (*API, "certificates"),
                effect=False,
                query=place,
                headers=sharing_headers(SYSTEM, SOCIAL, purpose),
                most_bytes=LARGEST_PAGE,
            )
            page = reply.read(_Page)
            check_catalogue(SYSTEM, SOCIAL, page.catalogue_id)
            return page

        async for page in page_by_page(SYSTEM, told):
            yield tuple(_row(row) for row in page.rows)

    async def certificate(self, record_id: str, *, purpose: str) -> HolderRecord | None:
        reply = await look_up(self._window, SOCIAL, "certificates", record_id, purpose=purpose)
        if reply is None:
            return None
        told = reply.read(_Certificate)
        check_catalogue(SYSTEM, SOCIAL, told.catalogue_id)
        check_same(SYSTEM, record_id, told.record_id)
        return _record(told, told.organisation)

    async def certificates_of(self, number: DocumentNumber, *, purpose: str) -> tuple[CertificateRow, ...]:
        reply = await look_up(self._window, SOCIAL, "organisations", number.reveal(), purpose=purpose)
        if reply is None:
            return ()
        told = reply.read(_Certificates)
        check_catalogue(SYSTEM, SOCIAL, told.catalogue_id)
        check_same(SYSTEM, number.reveal(), *(one.uscc for one in told.certificates))
        return tuple(_row(one) for one in told.certificates)

    async def represented_by(
        self, name: PersonName, number: DocumentNumber, *, purpose: str
    ) -> tuple[RepresentedOrganisation, ...]:
        return await represented(self._window, SOCIAL, name, number, purpose=purpose)


def _row(told: _Row) -> CertificateRow:
    return CertificateRow(
        record_id=told.record_id,
        holder_number=DocumentNumber(told.uscc),
        holder_name=OrganisationName(told.org_name),
        holder_kind=told.org_kind,
        issuing_body_code=told.issuing_body_code,
        issuing_body_name=told.issuing_body_name,
        licence_number=told.certificate_number,
        licence_type=told.type_code,
        valid_from=told.valid_from,
        valid_until=told.valid_until,
        status=STATUSES.get(told.status, "unknown"),
        originals=told.copies.original,
        duplicates=told.copies.duplicate,
        updated_at=told.updated_at,
    )


def _record(certificate: _Row, told: _Organisation) -> HolderRecord:
    return HolderRecord(
        certificate=_row(certificate),
        responsible=responsible(told.responsible.value, told.responsible.as_of),
        contact_phone=mobile(told.contact_phone.value),
        name=Sourced(OrganisationName(told.name.value or ""), told.name.as_of),
        address=Sourced(Address(told.address.value or ""), told.address.as_of),
        business_scope=Sourced(Free(told.business_scope.value or ""), told.business_scope.as_of),
        supervising_unit=Sourced(Free(told.supervising_unit.value or ""), told.supervising_unit.as_of),
        funds_fen=told.funds_fen.value,
        as_of=told.as_of,
    )
