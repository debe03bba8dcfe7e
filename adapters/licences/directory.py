"""The licence bank's directory (证照目录): every licence in its present version, with what is printed on it.

Source: docs/vendors/licence-directory.md (our profile), read 2026-11-22.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Annotated

import msgspec

from adapters.envelope.pages import page_by_page
from adapters.envelope.sender import SignedHttp
from adapters.licences.cipher import BankCipher
from adapters.licences.wire import (
    LARGEST,
    ORGANISATIONS,
    SYSTEM,
    BankWindow,
    Shown,
    day,
    is_theirs,
    need_valid,
    read,
)
from domain.kernel.documents import CODES, NumberKind
from domain.kernel.identifiers import is_resident
from domain.kernel.personal import Address, DocumentNumber, OrganisationName, PersonName
from domain.kernel.refusal import Unavailable
from domain.licences.outside import BankStatus
from domain.parties.records import CertificateRow, CertificateStatus, DirectoryEntry, Printed

STATES: Mapping[str, CertificateStatus] = {
    "in-force": "valid",
    "restricted": "suspended",
    "cancelled": "cancelled",
    "superseded": "superseded",
}
RecordId = Annotated[str, msgspec.Meta(pattern="^[0-9A-Za-z_.-]{1,40}$")]


class _Copies(msgspec.Struct):
    original: int
    duplicate: int


class _Printed(Shown, rename=str.upper, kw_only=True):
    """法定代表人（负责人） and 住所 as they stand on the licence; empty where its kind has none."""

    fddbr: str = ""
    zs: str = ""


class _Entry(msgspec.Struct, rename="camel"):
    record_id: RecordId
    cert_identifier: str
    state: str
    holder_kind: str
    copies: _Copies
    updated_at: Annotated[datetime, msgspec.Meta(tz=True)]
    cert_data: _Printed


class _Page(msgspec.Struct, rename="camel"):
    rows: list[_Entry]
    next_cursor: str | None = None


class SharedLicenceDirectory:
    """Implements LicenceDirectory, with the bank's own window and account."""

    def __init__(self, window: SignedHttp, *, access_id: str, access_token: str, cipher: BankCipher) -> None:
        self._bank = BankWindow(window, access_id=access_id, access_token=access_token, cipher=cipher)

    async def pages(self, *, purpose: str) -> AsyncIterator[tuple[DirectoryEntry, ...]]:
        async def told(place: dict[str, str]) -> _Page:
            status, data = await self._bank.ask("pageCertInfo", place, purpose, most_bytes=LARGEST)
            need_valid(status)
            return read(data, _Page)

        async for page in page_by_page(SYSTEM, told):
            yield tuple(_entry(row) for row in page.rows)

    async def entry(self, record_id: str, *, purpose: str) -> DirectoryEntry | None:
        status, data = await self._bank.ask("queryCertInfoByRecord", {"recordId": record_id}, purpose)
        if status is BankStatus.ABSENT:
            return None
        need_valid(status)
        told = read(data, _Entry)
        if told.record_id != record_id:
            raise Unavailable(SYSTEM, "answer-of-another")
        return _entry(told)

    async def entries_of(self, number: DocumentNumber, *, purpose: str) -> tuple[DirectoryEntry, ...]:
        kind = CODES[NumberKind.RESIDENT if is_resident(number) else NumberKind.USCC]
        asked = {"holderCode": number.reveal(), "holderTypeCode": kind}
        status, data = await self._bank.ask("queryCertRecordsByHolderCode", asked, purpose)
        if status is BankStatus.ABSENT:
            return ()
        need_valid(status)
        told = read(data, list[_Entry])
        if any(not is_theirs(one.cert_data.czztdm, number) for one in told):
            raise Unavailable(SYSTEM, "answer-of-another")
        return tuple(_entry(one) for one in told)


def _entry(told: _Entry) -> DirectoryEntry:
    data = told.cert_data
    is_organisation = data.czztdmlxdm in ORGANISATIONS
    holder = OrganisationName(data.czzt) if is_organisation else PersonName(data.czzt)
    valid_from = day(data.zzyxqqsrq) or day(data.zzbfrq)
    if valid_from is None:
        raise Unavailable(SYSTEM, "answer-malformed")
    certificate = CertificateRow(
        record_id=told.record_id,
        holder_number=DocumentNumber(data.czztdm),
        holder_name=holder,
        holder_kind=told.holder_kind,
        issuing_body_code=data.zzbfjgdm,
        issuing_body_name=data.zzbfjg,
        licence_number=data.zzbh,
        licence_type=data.zzmc,
        valid_from=valid_from,
        valid_until=day(data.zzyxqjzrq),
        status=STATES.get(told.state, "unknown"),
        originals=told.copies.original,
        duplicates=told.copies.duplicate,
        updated_at=told.updated_at,
    )
    printed = Printed(holder, PersonName(data.fddbr), Address(data.zs))
    return DirectoryEntry(certificate, told.cert_identifier, printed)
