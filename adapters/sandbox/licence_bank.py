"""Emulator of the licence bank (证照库): the sharing interface other offices call.

Source: docs/vendors/licence-bank.md (GB/T 36901-36906 structure, public clients of certShare).
"""

import base64
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime

import msgspec
from aiohttp import web

from adapters.sandbox import licence_bank_directory as directory
from adapters.sandbox.city_facts import HeldLicence, Organisation
from adapters.sandbox.city_items import LICENCE_TYPES
from adapters.sandbox.kit import Books, Desk, answer_json
from adapters.sandbox.kit_public import (
    PURPOSE_LONGEST,
    Credentials,
    Envelope,
    Refused,
    beijing_day,
    beijing_text,
    read_as,
    text_of,
)
from adapters.sandbox.licence_bank_books import LicenceBooks
from adapters.sandbox.licence_bank_directory import Answered
from adapters.sandbox.licence_bank_files import draw_card, pack_ofd
from adapters.sandbox.licence_bank_issuing import read_order
from adapters.sandbox.licence_bank_licence import NO_END, STATES, Licence, of_holder, of_organisation
from adapters.sandbox.licence_bank_sealing import Sealing

STATUS = {
    "0": "接口调用成功",
    "2": "证照源未提供此服务接口",
    "10": "未找到匹配的证照信息",
    "11": "身份验证不通过",
    "12": "必填输入参数为空",
    "13": "证照类型不存在或未发布",
    "21": "该电子证照已废止或已注销",
    "22": "该电子证照已过期",
    "23": "该电子证照已受限使用",
    "102": "参数值错误",
    "103": "持证主体代码类型代码不符合规范",
    "900": "请求过于频繁",  # no such code is public: the emulator's own throttling
}
HOLDER_TYPES = frozenset(  # GB/T 36903 Annex A
    {"001", "099", "111", "114", "115", "118", "119", "120", "122"}
    | {"411", "412", "413", "414", "511", "516", "999"}
)
FILE_TYPES = {"ofd": "application/ofd", "png": "image/png"}


class _Head(msgspec.Struct, rename="camel"):
    access_id: str = ""
    access_token: str = ""


class _Data(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    holder_code: str = ""
    holder_type_code: str = ""
    cert_type_code: str = ""
    cert_no: str = ""
    cert_identifier: str = ""
    file_type: str = ""
    cert_data: dict[str, str] = {}
    record_id: str = ""
    cursor: str = ""
    limit: str = ""
    use_cause: str = ""


class _Request(msgspec.Struct, forbid_unknown_fields=True):
    head: _Head
    data: _Data


def create_app(
    books: Books,
    *,
    caller: Credentials,
    access_id: str,
    access_token: str,
    organisations: Iterable[Organisation],
    now: Callable[[], datetime],
    held: Iterable[HeldLicence] = (),
    licence_types: Mapping[str, str] = LICENCE_TYPES,
) -> web.Application:
    """`organisations` and `held` are first versions: what the books have of them they remember.

    `licence_types`: 证照类型代码 to 证照名称, of those that may be issued for the first time.
    """
    licences = LicenceBooks(books)
    licences.fill((*map(of_organisation, organisations), *map(of_holder, held)))
    sealing = Sealing(books)

    def dump() -> dict[str, object]:
        return licences.dump() | {"sealedTo": sealing.caller}

    desk = Desk(books, now=now, throttled=lambda: _answer("900"), dump=dump)
    window = _Window(licences, desk.clock.now, _Head(access_id, access_token), sealing)
    envelope = Envelope(books, caller, desk.clock.wall)

    def serve(path: str, handler: Callable[[_Data], object]) -> None:
        async def called(request: web.Request) -> web.StreamResponse:
            try:
                envelope.check("POST", request.raw_path, request.headers, await request.read())
                return _answer("0", handler(window.admit(await read_as(request, _Request))))
            except Refused as refused:
                if refused.status != 200:  # noqa: PLR2004 -- HTTP's own number
                    return answer_json({"code": refused.code, "msg": refused.msg}, refused.status)
                return _answer("102")
            except Answered as answered:
                return _answer(answered.status)

        desk.business("POST", path, called)

    serve("/queryCertInfoByHolderCode", window.by_holder)
    serve("/queryCertInfo", window.one)
    serve("/downloadFile", window.download)
    serve("/verifyCertInfo", window.verify)
    serve("/pageCertInfo", lambda asked: directory.page(licences, asked.cursor, asked.limit))
    serve("/queryCertInfoByRecord", lambda asked: directory.by_record(licences, asked.record_id))
    serve(
        "/queryCertRecordsByHolderCode",
        lambda asked: directory.by_holder(licences, asked.holder_code, asked.holder_type_code),
    )
    for path in ("/downloadUrl", "/downloadUrlsByHolderCode", "/verifyFile", "/queryCertInfoByQRcode"):
        serve(path, window.not_offered)
    desk.control("/__issue", _issuing(licences, licence_types, desk.clock.now))
    desk.control("/__status", _changing(licences, desk.clock.now))
    desk.control("/__key", sealing.register)
    return desk.app


class _Window:
    def __init__(
        self, licences: LicenceBooks, now: Callable[[], datetime], head: _Head, sealing: Sealing
    ) -> None:
        self._licences, self._now, self._head, self._sealing = licences, now, head, sealing

    def admit(self, request: _Request) -> _Data:
        if request.head != self._head:
            raise Answered("11")
        if not request.data.use_cause.strip():
            raise Answered("12")
        if len(request.data.use_cause) > PURPOSE_LONGEST:
            raise Answered("102")
        return request.data

    def by_holder(self, asked: _Data) -> object:
        if not asked.holder_code or not asked.holder_type_code:
            raise Answered("12")
        if asked.holder_type_code not in HOLDER_TYPES:
            raise Answered("103")
        if asked.cert_type_code and not self._licences.knows_type(asked.cert_type_code):
            raise Answered("13")
        found = self._licences.of_holder(asked.holder_code, asked.holder_type_code, asked.cert_type_code)
        if not found:
            raise Answered("10")
        return [self._listed(licence) for licence in found]

    def one(self, asked: _Data) -> object:
        licence = self._usable(asked)
        return {
            "certIdentifier": licence.identifier,
            "contentType": "json",
            "certData": self._sealing.sealed(licence.metadata()),
        }

    def download(self, asked: _Data) -> object:
        if not asked.file_type:
            raise Answered("12")
        if asked.file_type not in FILE_TYPES:
            raise Answered("102")
        licence = self._usable(asked)
        lines = [f"{name}：{value}" for name, value in licence.printed()]
        content = pack_ofd(lines, asked.use_cause) if asked.file_type == "ofd" else draw_card()
        return {
            "certIdentifier": licence.identifier,
            "contentType": FILE_TYPES[asked.file_type],
            "content": base64.b64encode(content).decode(),
        }

    def verify(self, asked: _Data) -> object:
        if not asked.cert_data:
            raise Answered("12")
        licence = self._usable(asked)
        kept = licence.metadata()
        differs = sorted(name for name, value in asked.cert_data.items() if kept.get(name) != value)
        return {
            "certIdentifier": licence.identifier,
            "result": "false" if differs else "true",
            "differs": differs,
        }

    def not_offered(self, _: _Data) -> object:
        raise Answered("2")

    def _usable(self, asked: _Data) -> Licence:
        if not asked.cert_identifier and not (asked.cert_no and asked.cert_type_code):
            raise Answered("12")
        if asked.cert_type_code and not self._licences.knows_type(asked.cert_type_code):
            raise Answered("13")
        licence = self._licences.find(asked.cert_identifier, asked.cert_no, asked.cert_type_code)
        if licence is None:
            raise Answered("10")
        status = licence.share_status(beijing_day(self._now()))
        if status != "0":
            raise Answered(status)
        return licence

    def _listed(self, licence: Licence) -> dict[str, object]:
        """One of several: the state stands beside each, and only a usable one shows its data."""
        status = licence.share_status(beijing_day(self._now()))
        data = self._sealing.sealed(licence.metadata()) if status == "0" else None
        return {
            "certIdentifier": licence.identifier,
            "contentType": "json",
            "status": status,
            "certData": data,
        }


def _issuing(
    licences: LicenceBooks, types: Mapping[str, str], now: Callable[[], datetime]
) -> Callable[[dict[str, object]], Awaitable[object] | object]:
    def issue(body: dict[str, object]) -> dict[str, str]:
        licence = licences.issue(read_order(body), types, beijing_text(now()))
        told = {"certIdentifier": licence.identifier, "certNo": licence.number}
        return told | {"validFrom": licence.valid_from} | _end(licence)

    return issue


def _end(licence: Licence) -> dict[str, str]:
    return {} if licence.valid_until == NO_END else {"validUntil": licence.valid_until}


def _changing(
    licences: LicenceBooks, now: Callable[[], datetime]
) -> Callable[[dict[str, object]], Awaitable[object] | object]:
    def change(body: dict[str, object]) -> None:
        state = text_of(body, "state")
        if state not in STATES:
            raise ValueError(f"state must be one of {sorted(STATES)}")
        if not licences.change(text_of(body, "certIdentifier"), state, beijing_text(now())):
            raise ValueError("no such licence")

    return change


def _answer(status: str, data: object = None) -> web.Response:
    return answer_json({"head": {"status": status, "message": STATUS[status]}, "data": data})
