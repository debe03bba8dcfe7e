"""The licence bank (证照库): licences by holder or number, their standing now, their files.

Source: docs/vendors/licence-bank.md, read 2026-11-21. Real banks encrypt `certData` with our SM2 key: not
yet here.
"""

import base64
import binascii

import msgspec

from adapters.envelope.sender import SignedHttp
from adapters.licences.wire import (
    ORGANISATIONS,
    SYSTEM,
    BankWindow,
    Shown,
    day,
    need_valid,
    read,
    standing,
)
from domain.kernel.documents import CODES, NumberKind
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.kernel.refusal import Unavailable
from domain.licences.outside import BankLicence, BankStatus, FileType, LicenceFacts


class _Listed(msgspec.Struct, rename="camel"):
    cert_identifier: str
    status: str
    cert_data: Shown | None = None


class _One(msgspec.Struct, rename="camel"):
    cert_identifier: str
    cert_data: Shown


class _File(msgspec.Struct, rename="camel"):
    content: str


class SharedLicenceBank:
    """Implements LicenceBank."""

    def __init__(self, window: SignedHttp, *, access_id: str, access_token: str) -> None:
        self._bank = BankWindow(window, access_id=access_id, access_token=access_token)

    async def of_holder(
        self, number: DocumentNumber, *, purpose: str, number_kind: NumberKind = NumberKind.USCC
    ) -> tuple[BankLicence, ...]:
        asked = {"holderCode": number.reveal(), "holderTypeCode": CODES[number_kind]}
        status, data = await self._bank.ask("queryCertInfoByHolderCode", asked, purpose)
        if status is BankStatus.ABSENT:
            return ()
        need_valid(status)
        return tuple(
            BankLicence(
                one.cert_identifier,
                standing(one.status),
                _facts(one.cert_data) if one.cert_data is not None else None,
            )
            for one in read(data, list[_Listed])
        )

    async def by_number(self, licence_number: str, *, licence_type: str, purpose: str) -> BankLicence | None:
        asked = {"certNo": licence_number, "certTypeCode": licence_type}
        status, data = await self._bank.ask("queryCertInfo", asked, purpose)
        if status is not BankStatus.VALID:
            return None
        one = read(data, _One)
        return BankLicence(one.cert_identifier, status, _facts(one.cert_data))

    async def status(self, identifier: str, *, purpose: str = "核对证照当前状态") -> BankStatus:
        status, _ = await self._bank.ask("queryCertInfo", {"certIdentifier": identifier}, purpose)
        return status

    async def file(self, identifier: str, *, purpose: str, file_type: FileType = "ofd") -> bytes:
        asked = {"certIdentifier": identifier, "fileType": file_type}
        status, data = await self._bank.ask("downloadFile", asked, purpose)
        need_valid(status)
        try:
            return base64.b64decode(read(data, _File).content, validate=True)
        except binascii.Error:
            raise Unavailable(SYSTEM, "answer-malformed") from None


def _facts(told: Shown) -> LicenceFacts:
    is_organisation = told.czztdmlxdm in ORGANISATIONS
    return LicenceFacts(
        licence_type=told.zzlxdm,
        name=told.zzmc,
        number=told.zzbh,
        holder_name=OrganisationName(told.czzt) if is_organisation else PersonName(told.czzt),
        holder_number=DocumentNumber(told.czztdm),
        issuer_name=told.zzbfjg,
        issuer_code=told.zzbfjgdm,
        issued_on=day(told.zzbfrq),
        valid_from=day(told.zzyxqqsrq),
        valid_until=day(told.zzyxqjzrq),
    )
