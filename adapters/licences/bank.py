"""The licence bank (证照库): licences by holder or number, their standing now, their files.

Source: docs/vendors/licence-bank.md, read 2026-11-22.
"""

import base64
import binascii

import msgspec

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
    standing,
)
from domain.kernel.documents import CODES, NumberKind
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.kernel.refusal import Unavailable
from domain.licences.outside import BankLicence, BankStatus, FileType, LicenceFacts

MOST = 100  # licences of one holder
NOTHING = msgspec.Raw(b"null")


class _Listed(msgspec.Struct, rename="camel"):
    """`cert_data`: an object, or a text of the same sealed to our key."""

    cert_identifier: str
    status: str | int = "0"
    cert_data: msgspec.Raw = NOTHING


class _File(msgspec.Struct, rename="camel"):
    content: str


class SharedLicenceBank:
    """Implements LicenceBank."""

    def __init__(self, window: SignedHttp, *, access_id: str, access_token: str, cipher: BankCipher) -> None:
        self._bank = BankWindow(window, access_id=access_id, access_token=access_token, cipher=cipher)

    async def of_holder(
        self, number: DocumentNumber, *, purpose: str, number_kind: NumberKind = NumberKind.USCC
    ) -> tuple[BankLicence, ...]:
        asked = {"holderCode": number.reveal(), "holderTypeCode": CODES[number_kind]}
        status, data = await self._bank.ask("queryCertInfoByHolderCode", asked, purpose)
        if status is BankStatus.ABSENT:
            return ()
        need_valid(status)
        # some banks tell the one licence there is, and no list
        told = read(data, list[_Listed]) if data.lstrip().startswith(b"[") else [read(data, _Listed)]
        if len(told) > MOST:
            raise Unavailable(SYSTEM, "answer-too-large")
        licences = tuple([await self._licence(one) for one in told])
        if any(
            one.facts is not None and not is_theirs(one.facts.holder_number.reveal(), number)
            for one in licences
        ):
            raise Unavailable(SYSTEM, "answer-of-another")  # it would lie in a stranger's wallet
        return licences

    async def by_number(self, licence_number: str, *, licence_type: str, purpose: str) -> BankLicence | None:
        asked = {"certNo": licence_number, "certTypeCode": licence_type}
        status, data = await self._bank.ask("queryCertInfo", asked, purpose)
        if status is not BankStatus.VALID:
            return None
        found = await self._licence(read(data, _Listed))
        if found.facts is None or (found.facts.number, found.facts.licence_type) != (
            licence_number,
            licence_type,
        ):
            raise Unavailable(SYSTEM, "answer-of-another")
        return found

    async def status(self, identifier: str, *, purpose: str = "核对证照当前状态") -> BankStatus:
        status, data = await self._bank.ask("queryCertInfo", {"certIdentifier": identifier}, purpose)
        if status is BankStatus.VALID and read(data, _Listed).cert_identifier != identifier:
            raise Unavailable(SYSTEM, "answer-of-another")
        return status

    async def file(self, identifier: str, *, purpose: str, file_type: FileType = "ofd") -> bytes:
        asked = {"certIdentifier": identifier, "fileType": file_type}
        status, data = await self._bank.ask("downloadFile", asked, purpose, most_bytes=LARGEST)
        need_valid(status)
        try:
            return base64.b64decode(read(data, _File).content, validate=True)
        except binascii.Error:
            raise Unavailable(SYSTEM, "answer-malformed") from None

    async def _licence(self, told: _Listed) -> BankLicence:
        status, shown = standing(str(told.status)), await self._bank.clear(told.cert_data)
        if shown != bytes(NOTHING):
            return BankLicence(told.cert_identifier, status, _facts(read(shown, Shown)))
        if status is BankStatus.VALID:
            raise Unavailable(SYSTEM, "answer-malformed")
        return BankLicence(told.cert_identifier, status, None)


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
