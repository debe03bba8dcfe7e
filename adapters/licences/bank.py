"""The licence bank (证照库): licences by holder or number, their standing now, their files.

Source: GB/T 36901-36906 (structure), public clients of the 枣庄, 济宁 and 威海 sharing interface,
docs/vendors/licence-bank.md, read 2026-11-21. Real banks encrypt `certData` with our SM2 key: not yet here.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

import msgspec

from adapters.envelope.sender import SignedHttp, checked_purpose
from adapters.outbound.http import MEGABYTE, decode
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.kernel.refusal import Refused, Unavailable
from domain.licences.outside import BankLicence, BankStatus, FileType, LicenceFacts, NumberKind

SYSTEM = "licences"
DONE = "0"
STANDING: Mapping[str, BankStatus] = {
    DONE: BankStatus.VALID,
    "10": BankStatus.ABSENT,
    "21": BankStatus.ENDED,
    "22": BankStatus.EXPIRED,
    "23": BankStatus.RESTRICTED,
}
PASSING = frozenset({"11", "101", "900"})  # our credentials or their set-up; 900: the sandbox's throttle
HOLDER_TYPES: Mapping[NumberKind, str] = {"uscc": "001", "resident": "111"}  # GB/T 36903 Annex A
LARGEST_FILE = 12 * MEGABYTE

_T = TypeVar("_T")


class _Head(msgspec.Struct):
    status: str


class _Reply(msgspec.Struct):
    head: _Head
    data: msgspec.Raw = msgspec.Raw(b"null")


class _Shown(msgspec.Struct, rename=str.upper):
    """GB/T 36903 fields by the names Shandong's systems use: the initials of their Chinese names."""

    zzmc: str
    zzlxdm: str
    zzbh: str
    zzbs: str
    zzbfjg: str
    zzbfjgdm: str
    czzt: str
    czztdm: str
    czztdmlxdm: str
    zzbfrq: str = ""
    zzyxqqsrq: str = ""
    zzyxqjzrq: str = ""


class _Listed(msgspec.Struct, rename="camel"):
    cert_identifier: str
    status: str
    cert_data: _Shown | None = None


class _One(msgspec.Struct, rename="camel"):
    cert_identifier: str
    cert_data: _Shown


class _File(msgspec.Struct, rename="camel"):
    content: str


class SharedLicenceBank:
    """Implements LicenceBank. `access_id` and `access_token` stand in each request's head."""

    def __init__(self, window: SignedHttp, *, access_id: str, access_token: str) -> None:
        self._window = window
        self._head = {"accessId": access_id, "accessToken": access_token}

    async def of_holder(
        self, number: DocumentNumber, *, purpose: str, number_kind: NumberKind = "uscc"
    ) -> tuple[BankLicence, ...]:
        asked = {"holderCode": number.reveal(), "holderTypeCode": HOLDER_TYPES[number_kind]}
        status, data = await self._ask("queryCertInfoByHolderCode", asked, purpose)
        if status is BankStatus.ABSENT:
            return ()
        self._need_valid(status)
        return tuple(
            BankLicence(
                one.cert_identifier,
                _standing(one.status),
                _facts(one.cert_data) if one.cert_data is not None else None,
            )
            for one in self._read(data, list[_Listed])
        )

    async def by_number(self, licence_number: str, *, licence_type: str, purpose: str) -> BankLicence | None:
        asked = {"certNo": licence_number, "certTypeCode": licence_type}
        status, data = await self._ask("queryCertInfo", asked, purpose)
        if status is not BankStatus.VALID:
            return None
        one = self._read(data, _One)
        return BankLicence(one.cert_identifier, status, _facts(one.cert_data))

    async def status(self, identifier: str, *, purpose: str = "核对证照当前状态") -> BankStatus:
        status, _ = await self._ask("queryCertInfo", {"certIdentifier": identifier}, purpose)
        return status

    async def file(self, identifier: str, *, purpose: str, file_type: FileType = "ofd") -> bytes:
        asked = {"certIdentifier": identifier, "fileType": file_type}
        status, data = await self._ask("downloadFile", asked, purpose)
        self._need_valid(status)
        try:
            return base64.b64decode(self._read(data, _File).content, validate=True)
        except binascii.Error:
            raise Unavailable(SYSTEM, "answer-malformed") from None

    async def _ask(self, call: str, asked: Mapping[str, str], purpose: str) -> tuple[BankStatus, bytes]:
        data = {**asked, "useCause": checked_purpose(SYSTEM, purpose)}
        answer = await self._window.send(
            "POST",
            (call,),
            effect=False,
            content=msgspec.json.encode({"head": self._head, "data": data}),
            headers={"Content-Type": "application/json"},
            most_bytes=LARGEST_FILE,
        )
        told = self._read(answer.body, _Reply)
        return _standing(told.head.status), bytes(told.data)

    def _read(self, body: bytes, shape: type[_T]) -> _T:
        return decode(SYSTEM, body, shape, effect=False)

    def _need_valid(self, status: BankStatus) -> None:
        if status is not BankStatus.VALID:
            raise Refused(SYSTEM, f"licence-{status}")


def _standing(code: str) -> BankStatus:
    """Raises Unavailable, Refused."""
    if code in PASSING:
        raise Unavailable(SYSTEM, code)
    if code not in STANDING:
        raise Refused(SYSTEM, code)
    return STANDING[code]


def _facts(told: _Shown) -> LicenceFacts:
    is_person = told.czztdmlxdm not in {"001", "099"}
    return LicenceFacts(
        licence_type=told.zzlxdm,
        name=told.zzmc,
        number=told.zzbh,
        holder_name=PersonName(told.czzt) if is_person else OrganisationName(told.czzt),
        holder_number=DocumentNumber(told.czztdm),
        issuer_name=told.zzbfjg,
        issuer_code=told.zzbfjgdm,
        issued_on=_day(told.zzbfrq),
        valid_from=_day(told.zzyxqqsrq),
        valid_until=_day(told.zzyxqjzrq),
    )


def _day(text: str) -> date | None:
    """None for 长期 and whatever else a real bank writes instead of a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
