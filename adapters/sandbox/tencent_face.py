"""Tencent Cloud FaceID (腾讯云慧眼人脸核身, 2018-03-01): DetectAuth and GetDetectInfoEnhanced.

Source: vendor pages and SDK as listed in docs/vendors/tencent-face.md, read 2026-11-22. Every answer has
exactly `application/json`: under another type the vendor's own SDK takes a failure for a success.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from aiohttp import web

from adapters.sandbox import tencent_face_page as page
from adapters.sandbox.kit import Books, Desk
from adapters.sandbox.tencent_face_book import OUTCOMES, PASSED, Citizen, DetectionBook
from adapters.sandbox.tencent_gateway import (
    JSON,
    Call,
    TencentGateway,
    TencentRefusal,
    answered,
    failed,
    throttled,
)

ACTIONS = frozenset({"DetectAuth", "GetDetectInfoEnhanced"})
ID_NUMBER = re.compile(r"\d{17}[\dX]")
MOST_NAME, MOST_TEXT = 32, 1024
WITH_TEXT = frozenset("01")


@dataclass(frozen=True, slots=True)
class FaceIdSandbox:
    """`citizens`: whom the authority's library knows. `window`: how old a signature may be."""

    secrets: Mapping[str, str]
    rules: frozenset[str]
    citizens: Sequence[Citizen]
    window: timedelta | None = timedelta(minutes=5)


def create_app(books: Books, *, config: FaceIdSandbox, now: Callable[[], datetime]) -> web.Application:
    return TencentFaceSandbox(books, config, now).desk.app


class TencentFaceSandbox:
    """Modes of its own: «answer» with `code`, «charset» (another content type), «lie» (another's result)."""

    def __init__(self, books: Books, config: FaceIdSandbox, now: Callable[[], datetime]) -> None:
        self._config, self._book = config, DetectionBook(books, config.citizens)
        self.desk = Desk(
            books,
            now=now,
            throttled=throttled,
            dump=lambda: {"checks": self._book.listing()},
            modes={"answer", "charset", "lie"},
            hidden={"idcard", "biztoken", "extra", "redirecturl", "authorization"},
        )
        self._gateway = TencentGateway(
            service="faceid",
            version="2018-03-01",
            actions=ACTIONS,
            secrets=config.secrets,
            wall=self.desk.clock.wall,
            window=config.window,
        )
        self.desk.business("POST", "/", self._answer)
        self.desk.control("/__face", self._press)
        self.desk.app.router.add_get("/detect", self._show)
        self.desk.app.router.add_post("/detect/submit", self._submitted)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        rule = self.desk.rule(request)
        kind = f"{JSON};charset=utf-8" if rule.mode == "charset" else JSON
        try:
            call = await self._gateway.admit(request)
            if rule.mode == "answer":
                raise TencentRefusal(str(rule.more.get("code", "InternalError")), "sandbox fault")  # noqa: TRY301 -- one place answers refusals
            if call.action == "DetectAuth":
                document = self._open(call, request.host)
            else:
                document = self._describe(call, is_lying=rule.mode == "lie")
        except TencentRefusal as refusal:
            return failed(refusal.code, refusal.message, content_type=kind)
        return answered(document, content_type=kind)

    def _open(self, call: Call, host: str) -> dict[str, object]:
        self._check_rule(call)
        name, number = _text(call, "Name", MOST_NAME), _text(call, "IdCard", MOST_TEXT)
        extra, back = _text(call, "Extra", MOST_TEXT), _text(call, "RedirectUrl", MOST_TEXT)
        if not name or name.isdigit():
            raise TencentRefusal("FailedOperation.NameFormatError", "姓名格式错误")
        if ID_NUMBER.fullmatch(number) is None:
            raise TencentRefusal("FailedOperation.IdFormatError", "身份证号码格式错误")
        if back and urlsplit(back).scheme not in {"http", "https"}:
            raise TencentRefusal("InvalidParameterValue", "RedirectUrl")
        token = self._book.open(
            name=name, number=number, extra=extra, redirect_url=back, at=self.desk.clock.now()
        )
        return {"Url": f"http://{host}/detect?token={token}", "BizToken": token}

    def _describe(self, call: Call, *, is_lying: bool) -> dict[str, object]:
        self._check_rule(call)
        row = self._book.find(_text(call, "BizToken", MOST_TEXT))
        if row is None:
            raise TencentRefusal("InvalidParameterValue.BizTokenIllegal", "BizToken非法")
        if not self._book.is_told(row, self.desk.clock.now()):
            raise TencentRefusal("InvalidParameterValue.BizTokenExpired", "BizToken过期")
        self._book.note_asked(row["biz_token"])
        outcome = row["outcome"]
        if outcome is not None and not outcome.isdigit():
            raise TencentRefusal(outcome, "核身未通过")
        code = None if outcome is None else int(outcome)
        text = {
            "ErrCode": code,
            "ErrMsg": None if code is None else ("成功" if outcome == PASSED else "核身未通过"),
            "IdCard": row["number"],
            "Name": row["name"],
            "Sim": "96.21" if outcome == PASSED else None,
            "Extra": f"{row['extra']}x" if is_lying else row["extra"],
            "LivenessDetail": [],
        }
        wanted = set(_text(call, "InfoType", MOST_TEXT) or "0")
        return {"Text": text if wanted & WITH_TEXT else None, "IdCardData": None, "BestFrame": None}

    def _check_rule(self, call: Call) -> None:
        if _text(call, "RuleId", MOST_TEXT) not in self._config.rules:
            raise TencentRefusal("InvalidParameterValue.RuleIdNotExist", "RuleId不存在")

    async def _show(self, request: web.Request) -> web.StreamResponse:
        token = request.query.get("token", "")
        row = self._book.find(token)
        if row is None or not self._book.is_open(row, self.desk.clock.now()):
            return _html(page.notice("链接已失效"), 410)
        return _html(page.capture(token))

    async def _submitted(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        token, choice = str(form.get("token", "")), str(form.get("choice", ""))
        row, now = self._book.find(token), self.desk.clock.now()
        if row is None or not self._book.is_open(row, now):
            return _html(page.notice("链接已失效"), 410)
        if choice in OUTCOMES:
            self._book.submit(row, choice, now)
        if not row["redirect_url"]:
            return _html(page.notice("已完成"))
        return web.Response(status=303, headers={"Location": row["redirect_url"]})

    def _press(self, body: dict[str, object]) -> dict[str, object]:
        """The person's part by hand: `{"bizToken", "outcome"?}`."""
        row, now = self._book.find(str(body.get("bizToken", ""))), self.desk.clock.now()
        wanted = str(body.get("outcome", PASSED))
        if row is None or not self._book.is_open(row, now):
            raise ValueError("unknown, used or expired bizToken")
        if wanted not in OUTCOMES:
            raise ValueError(f"outcome must be one of {sorted(OUTCOMES)}")
        return {"outcome": self._book.submit(row, wanted, now), "returnUrl": row["redirect_url"]}


def _text(call: Call, name: str, most: int) -> str:
    """A text parameter, empty when it is not there. Raises TencentRefusal."""
    value = call.values.get(name, "")
    if not isinstance(value, str) or len(value) > most:
        raise TencentRefusal("InvalidParameterValue", name)
    return value


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(
        text=text, status=status, content_type="text/html", headers={"Cache-Control": "no-store"}
    )
