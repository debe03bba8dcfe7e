"""Aliyun face verification (阿里云金融级实人认证, Cloudauth 2019-03-07): open, look up, delete, call back.

Source: vendor pages and SDK as listed in docs/vendors/aliyun-face.md, read 2026-11-21.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from aiohttp import web

from adapters.sandbox import aliyun_face_page as page
from adapters.sandbox.aliyun_face_book import PASSED, FaceBook, Opening, Resident, material
from adapters.sandbox.aliyun_face_rules import FaceRefusal, check_callback, check_opening, has_meta_info
from adapters.sandbox.aliyun_gateway import Call, Gateway, GatewayRefusal, new_request_id, throttled
from adapters.sandbox.kit import Books, Desk, answer_json

ACTIONS = frozenset({"InitFaceVerify", "DescribeFaceVerify", "DeleteFaceVerifyResult"})
PERSONAL = frozenset({"CertName", "CertNo", "Mobile", "MetaInfo", "CertifyId"})
SUB_CODES = frozenset({"200", "201", "202", "203", "204", "205", "206", "207", "209", "210"})


@dataclass(frozen=True, slots=True)
class FaceSandbox:
    """`residents`: whom the authority source knows. `strict`: personal data in the URL is refused.

    The vendor's own SDK puts CertName and CertNo in the URL, so `strict` is our rule, not theirs.
    """

    secrets: Mapping[str, str]
    scenes: frozenset[str]
    residents: Sequence[Resident]
    tries_a_day: int = 10
    check_callback: bool = True
    strict: bool = False
    replay_window: timedelta | None = timedelta(minutes=15)


def create_app(books: Books, *, config: FaceSandbox, now: Callable[[], datetime]) -> web.Application:
    return AliyunFaceSandbox(books, config, now).desk.app


class AliyunFaceSandbox:
    def __init__(self, books: Books, config: FaceSandbox, now: Callable[[], datetime]) -> None:
        self._config, self._checks = config, FaceBook(books, config.residents)
        self._books = books
        self.desk = Desk(
            books,
            now=now,
            throttled=throttled,
            dump=lambda: {"checks": self._checks.listing()},
            modes={"answer"},
            hidden={"metainfo", "callbacktoken", "signature", "certno", "certifyid"},
            retry_after=(1.0, 2.0),
        )
        self._gateway = Gateway(
            books,
            secrets=config.secrets,
            versions={"2019-03-07": ACTIONS},
            wall=self.desk.clock.wall,
            replay_window=config.replay_window,
        )
        self.desk.business("POST", "/", self._answer)
        self.desk.business("GET", "/", self._answer)
        self.desk.control("/__face", self._press)
        self.desk.app.router.add_get("/h5/verify", self._show)
        self.desk.app.router.add_post("/h5/submit", self._submitted)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        rule = self.desk.rule(request)
        try:
            call = await self._gateway.admit(request)
            if self._config.strict and call.in_url & PERSONAL:
                raise GatewayRefusal(400, "Sandbox.PersonalDataInUrl", "personal data stood in the URL")  # noqa: TRY301 -- one place answers refusals
            if rule.mode == "answer":
                raise FaceRefusal(str(rule.more.get("code", "500")), "sandbox fault")  # noqa: TRY301 -- likewise
            result = await self._act(call, request.host)
        except GatewayRefusal as refusal:
            return refusal.response(request.host)
        except FaceRefusal as refusal:
            document = {"Code": refusal.code, "Message": refusal.message, "RequestId": new_request_id()}
            return answer_json(document)
        return answer_json(
            {"Code": "200", "Message": "success", "RequestId": new_request_id(), "ResultObject": result}
        )

    async def _act(self, call: Call, host: str) -> dict[str, object]:
        match call.action:
            case "InitFaceVerify":
                return await self._open(call.params, host)
            case "DescribeFaceVerify":
                return self._describe(call.params)
            case _:
                return self._delete(call.params)

    async def _open(self, params: Mapping[str, str], host: str) -> dict[str, object]:
        check_opening(params, self._config.scenes)
        callback_url = params.get("CallbackUrl", "")
        if callback_url:
            await check_callback(callback_url, reach=self._config.check_callback)
        name, number, now = params["CertName"], params["CertNo"], self.desk.clock.now()
        if self._checks.is_unusable(name, number):
            raise FaceRefusal("417", "无可用的权威数据源，若信息无误请人工审核")
        if self._checks.tries_today(number, now) >= self._config.tries_a_day:
            raise FaceRefusal("418", "当日认证次数过多，请明日再试")
        opening = Opening(
            outer_order_no=params["OuterOrderNo"],
            scene=params["SceneId"],
            name=name,
            number=number,
            return_url=params.get("ReturnUrl", ""),
            callback_url=callback_url,
            callback_token=params.get("CallbackToken", ""),
            has_url=has_meta_info(params.get("MetaInfo", "")),
        )
        certify_id = self._checks.open(opening, now)
        result: dict[str, object] = {"CertifyId": certify_id}
        if opening.has_url:
            result["CertifyUrl"] = f"http://{host}/h5/verify?certifyId={certify_id}"
        return result

    def _describe(self, params: Mapping[str, str]) -> dict[str, object]:
        for name in ("SceneId", "CertifyId"):
            if not params.get(name):
                raise FaceRefusal("400", f"参数不能为空: {name}")
        row = self._checks.find(params["CertifyId"])
        if row is None or row["scene"] != params["SceneId"]:
            raise FaceRefusal("406", "无效的CertifyId")
        if row["submitted_at"] is None:
            if row["opened_at"] is not None and self._checks.is_open(row, self.desk.clock.now()):
                raise FaceRefusal("403", "认证未完成")
            raise FaceRefusal("424", "认证记录不存在")
        self._checks.note_asked(row["certify_id"])
        identity = {"certName": row["name"], "certNo": row["number"]}
        return {
            "Passed": "T" if row["sub_code"] == PASSED else "F",
            "SubCode": row["sub_code"],
            "IdentityInfo": json.dumps(identity, ensure_ascii=False),
            "MaterialInfo": material(row),
            "DeviceToken": "",
            "DeviceRisk": "",
        }

    def _delete(self, params: Mapping[str, str]) -> dict[str, object]:
        certify_id = params.get("CertifyId", "")
        if not certify_id:
            raise FaceRefusal("400", "参数不能为空: CertifyId")
        done, why = self._checks.delete(certify_id, after_query=params.get("DeleteAfterQuery") == "Y")
        return {"DeleteResult": done, "FailReason": why} if why else {"DeleteResult": done}

    async def _show(self, request: web.Request) -> web.StreamResponse:
        certify_id = request.query.get("certifyId", "")
        row, now = self._checks.find(certify_id), self.desk.clock.now()
        if row is None or not row["has_url"] or not self._checks.is_open(row, now):
            return _html(page.notice("链接已失效"), 410)
        self._checks.note_opened(certify_id, now)
        return _html(page.capture(certify_id))

    async def _submitted(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        certify_id, choice = str(form.get("certifyId", "")), str(form.get("choice", ""))
        row = self._checks.find(certify_id)
        if row is None or not self._checks.is_open(row, self.desk.clock.now()):
            return _html(page.notice("链接已失效"), 410)
        if choice in SUB_CODES:
            self._finish(certify_id, choice)
        if not row["return_url"]:
            return _html(page.notice("已完成"))
        return web.Response(status=303, headers={"Location": row["return_url"]})

    def _press(self, body: dict[str, object]) -> dict[str, object]:
        """The person's part by hand: `{"certifyId", "subCode"?}`."""
        certify_id, wanted = str(body.get("certifyId", "")), str(body.get("subCode", PASSED))
        row = self._checks.find(certify_id)
        if row is None or not self._checks.is_open(row, self.desk.clock.now()):
            raise ValueError("unknown, used or expired certifyId")
        if wanted not in SUB_CODES:
            raise ValueError(f"subCode must be one of {sorted(SUB_CODES)}")
        return {"subCode": self._finish(certify_id, wanted), "returnUrl": row["return_url"]}

    def _finish(self, certify_id: str, wanted: str) -> str:
        """Verdict and callback, both or neither."""
        row = self._checks.find(certify_id)
        if row is None:
            raise ValueError("unknown certifyId")
        with self._books.transaction():
            verdict = self._checks.submit(row, wanted, self.desk.clock.now())
            if row["callback_url"]:
                token = {"callbackToken": row["callback_token"]} if row["callback_token"] else {}
                told = urlencode({**token, "certifyId": certify_id, "passed": verdict})
                joint = "&" if "?" in row["callback_url"] else "?"
                self.desk.callbacks.enqueue(
                    f"{row['callback_url']}{joint}{told}", method="GET", note=f"face {verdict}"
                )
        return verdict


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(
        text=text, status=status, content_type="text/html", headers={"Cache-Control": "no-store"}
    )
