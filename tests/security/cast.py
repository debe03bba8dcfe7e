"""Everybody who may knock: who owns what is asked for, who does not, who once did, and the office's own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from adapters.courier.ems_envelope import seal
from adapters.courier.kuaidi100_callbacks import FORM
from adapters.postgres.rows.identity import SessionRow
from adapters.postgres.sessions import PostgresSessions
from domain.identity.session import LIFE, Session
from domain.kernel.ids import DataExportId, PartyId, SessionId, VisitorId, short, unshort
from domain.kernel.party import Channel
from domain.kernel.personal import DocumentNumber, PersonName
from domain.staff.account import Role
from tests.architecture.contract_document import OPERATIONS, Operation
from tests.http.afterwards import PREPARATION, STATEMENT, over
from tests.http.caller import Answer
from tests.http.desk import STROKES, card
from tests.http.hand import Hand, confirmation, part_of, pieces, yes
from tests.http.opening import SM4_KEY
from tests.http.promised import PDF, promised
from tests.http.staff import office_of, to_be_activated
from tests.http.town import BING, CONSENT, META, SECRET, Town
from tests.http.wechat import CONSENT as WECHAT_CONSENT
from tests.http.wechat import DUE, WechatPhone
from tests.security.offices import OTHER, other_office
from tests.support.staff import PASSWORD
from tests.usecases.case_world import ITEM, JIA, YI
from tests.usecases.start_world import TYPES, WATER_ADDRESS, a_change, a_licence, readdressed
from tests.usecases.wallet_world import PURPOSE

Sent = dict[str, Any]
PREFIXES = {
    "matterId": "mtr",
    "caseId": "case",
    "documentId": "doc",
    "licenceId": "lic",
    "pushListId": "list",
    "shipmentId": "ship",
    "identityCheckId": "idc",
    "startId": "sta",
    "promiseId": "prm",
    "supplementId": "sup",
    "doubtId": "dbt",
    "visitId": "vst",
    "callId": "call",
    "grievanceId": "grv",
    "recheckId": "rck",
    "revocationId": "rvk",
    "versionId": "itv",
    "staffSessionId": "sss",
    "sessionId": "ses",
    "mandateId": "mdt",
    "dataExportId": "dex",
    "erasureId": "era",
    "accountChangeId": "acc",
    "stuckId": "job",
    "addressId": "adr",
}
ROUTE = {"mailno": "SF7444000000001", "acceptTime": "2026-01-02 11:00:00", "opCode": "50"}
EMS_STEP = '{"waybillNo":"1200000000001","opCode":"203","opTime":"2026-11-23 10:05:00","opDesc":"已收寄"}'
SF_ROUTES = {"Body": {"WaybillRoute": [ROUTE]}}
PUBLIC_NAMES = {"itemCode", "call", "way", "otherWay"}  # no ids: what anybody may read
MINI = "mini-program: "
FORMER = "former representative"
LETTER = {
    "agentName": "刘测试",
    "agentNumber": "370200199001010012",
    "items": [ITEM],
    "acts": ["apply", "follow"],
    "from": "2026-11-25",
    "until": "2026-12-31",
}
HOME = {"name": "甲子安", "phone": "19900000101", "address": "山东省青岛市莱西市虚构路20号"}
STRANGE = "0" * 25 + "7"  # an id that nobody has


@dataclass
class Cast:
    """`paths`: what stands for each parameter; `bodies`: what each operation is sent. All true for 甲.

    `mini`: who is in the mini-program, and their token there. `to_end`: tokens made as they are needed;
    `others`: of colleagues of another body.
    """

    town: Town
    jia: Hand
    yi: Hand
    bing: Hand
    school: str
    paths: dict[str, str]
    bodies: dict[str, Sent]
    mini: dict[str, str]
    to_end: dict[str, str]
    others: dict[Role, str]
    keys: int = 0

    def path(self, operation: Operation, **other: str) -> str:
        calls = {"ask_back_end": "progress/A-1", "tell_back_end": "urge/A-1"}
        own = {"call": calls.get(operation.name.removeprefix("enterprise_"), ""), "file": "figures.csv"}
        if operation.name == "enterprise_end_session":
            own["sessionId"] = self.paths["anotherSessionId"]
        if operation.name in {"send_wechat_check_code", "finish_wechat_way"}:
            own["identityCheckId"] = self.paths["wechatWayCheckId"]
        if operation.name in {"send_check_code", "finish_other_way"}:
            own["identityCheckId"] = self.paths["otherWayCheckId"]
        if operation.name == "finish_wechat_check":
            own["identityCheckId"] = self.paths["wechatCheckId"]
        return operation.path.format(**{**self.paths, **own, **other})

    def body(self, operation: Operation) -> Sent:
        """The same on every front."""
        name = operation.name.removeprefix("enterprise_").removeprefix("counter_")
        return self.bodies.get(name, {})

    def owner(self, operation: Operation) -> str:
        """甲's token on the operation's front."""
        return self.mini["甲"] if operation.told["x-audience"] == "enterprise" else self.jia.token

    def stranger(self, operation: Operation) -> str:
        return self.mini["stranger"] if operation.told["x-audience"] == "enterprise" else self.yi.token

    async def knock(
        self, operation: Operation, *, token: str = "", acting_for: str = "", path: str = ""
    ) -> Answer:
        """One request to the operation, complete but for who sends it."""
        self.keys += 1
        asks_for_party = any("ActingFor" in str(one) for one in operation.told.get("parameters", []))
        return await self.town.caller.send(
            operation.method.upper(),
            path or self.path(operation),
            token=token,
            acting_for=acting_for if asks_for_party else "",
            key=f"knock-{self.keys}",
            **self.body(operation),
        )

    def tokens(self) -> dict[str, tuple[str, str]]:
        """Who knocks: a credential, and for whom they say they act."""
        return {
            "anonymous": ("", ""),
            "甲 for the school": (self.jia.token, self.school),
            "stranger for themselves": (self.yi.token, ""),
            "stranger for the school": (self.yi.token, self.school),
            f"{FORMER} for themselves": (self.bing.token, ""),
            f"{FORMER} for the school": (self.bing.token, self.school),
            **{f"{MINI}{who} for themselves": (token, "") for who, token in self.mini.items() if who != "甲"},
            **{f"{MINI}{who} for the school": (token, self.school) for who, token in self.mini.items()},
            "verifier": (self.town.verifier, ""),
            **{f"staff {role}": (key, self.school) for role, key in self.town.staff.items()},
            **{f"{OTHER} {role}": (key, self.school) for role, key in self.others.items()},
        }


Keep = Callable[[str], Awaitable[None]]


async def _forgotten(moment: str) -> None:
    """Nobody asks how the town stood then."""
    del moment


async def gathered(town: Town, keep: Keep = _forgotten) -> Cast:
    """The school's case is at the counter and has a parcel; 丙 spoke for the school until just now.

    `keep` is told each moment of the way, while the town stands so.
    """
    others = await other_office(town)
    unsigned = await town.prepared()
    await keep("prepared")
    await town.sign(unsigned)
    await town.work()
    code = town.code
    town.is_led_by(BING)
    bing = await town.sign_in(BING, code=code)
    await bing.get("/v1/citizen/home")
    mini = {FORMER: await _inside(town, "o-invented-bing", BING, code=code)}
    town.is_led_by(JIA)
    town.clock.go_on(timedelta(minutes=6))
    jia, matter = await town.arrived(code)
    mini["甲"] = await _inside(town, "o-invented-jia", JIA, code=code)
    saved = await jia.post(201, "/v1/citizen/addresses", HOME)
    shown, case, start, form, later, supplement, shipment, view = await _walked(town, jia, matter, keep)
    yi = await town.sign_in(YI)
    stranger = WechatPhone(town, "o-invented-yi")
    await stranger.enter()
    mini["nobody known"] = stranger.token
    known = WechatPhone(town, "o-invented-stranger")
    await known.enter()
    mini["stranger"] = known.token = (await known.prove(YI)).token
    inside = await known.open_check(BING, passes=False)  # a sixth of 乙's own in an hour would be refused
    opened = await town.open_check(YI)
    there = await known.send(
        "POST", "/identity-checks/other-ways", json=_without_a_face("999999198001010062")
    )
    by_card = await town.caller.expect(
        201, "POST", "/v1/citizen/identity-checks/other-ways", json=_without_a_face()
    )
    chief = town.staff[Role.CHIEF]
    [listed] = (await town.caller.expect(200, "GET", "/v1/console/push-lists", token=chief))["pushLists"]
    read = await town.caller.expect(200, "GET", f"/v1/console/push-lists/{listed['pushListId']}", token=chief)
    doubted = await _doubted(town)
    drafted = await _drafted(town)
    after = await over(town, jia, case)
    waiting = await to_be_activated(town)
    track, track_body = await town.track(shipment, "103", "301")
    himself = (await town.office.identity.recognise_person(jia.token)).person
    paths = {
        "name": "index.html",
        "code": "not-found",
        "identityCheckId": opened["identityCheckId"],
        "sessionId": short("ses", await spare_session(town, himself)),
        "anotherSessionId": short("ses", await spare_session(town, himself)),
        "wechatCheckId": inside["identityCheckId"],
        "matterId": matter,
        "caseId": case,
        "documentId": view["documents"][0]["documentId"],
        "licenceId": view["licenceId"],
        "pushListId": listed["pushListId"],
        "shipmentId": shipment["shipmentId"],
        "startId": start["startId"],
        "doubtId": doubted,
        "visitId": await _visited(town, code),
        "callId": await _to_be_called(town),
        **after,
        "versionId": drafted["versionId"],
        "promiseId": later,
        "supplementId": supplement["supplementId"],
        "index": "7",
        "key": "annual_report",
        "addressId": saved["addressId"],
        "queue": "push_lists",
        **await office_of(town),
        "itemCode": ITEM,
        "way": "unified-identity",
        "otherWay": "bank",
        "otherWayCheckId": by_card["identityCheckId"],
        "wechatWayCheckId": there.body["identityCheckId"],
        "secret": SECRET,
        "token": track.split("/")[4],
    }
    bodies: dict[str, Sent] = {
        "open_identity_check": {"json": _check()},
        "open_other_way": {"json": _without_a_face()},
        "send_check_code": {"json": {"resumeToken": by_card["resumeToken"], "phone": "19900000143"}},
        "finish_other_way": {"json": {"resumeToken": by_card["resumeToken"]}},
        "open_wechat_way": {"json": _without_a_face("999999198001010070")},
        "send_wechat_check_code": {
            "json": {"resumeToken": there.body["resumeToken"], "phone": "19900000144"}
        },
        "finish_wechat_way": {"json": {"resumeToken": there.body["resumeToken"]}},
        "finish_identity_check": {
            "json": {
                "resumeToken": opened["resumeToken"],
                "ticket": town.face.sent_back()[opened["identityCheckId"]],
            }
        },
        "book_appointment": {"json": await _wish(town)},
        "note_call": {"json": {"reason": "no_smartphone", "phone": "19900000118"}},
        "settle_call": {"json": {"outcome": "reached_online", "note": "本人自行办理"}},
        "book_for_call": {"json": {**await _wish(town), "phone": "19900000118"}},
        "open_visit": {"json": card(BING)},
        "sign_forms": {"json": {"cases": [{"caseId": case, "digest": form["digest"]}], "strokes": STROKES}},
        "answer_invitation": {"json": yes(shown)},
        "edit_form": {"json": {"version": form["version"], "returnMode": "lost_declaration"}},
        "dispute_field": {"json": {"field": "address", "says": "路名已变"}},
        "confirm_form": {"json": confirmation(form)},
        "rate_case": {"json": {"level": 5, "tags": ["510"]}},
        "check_message": {"json": {"code": code, "receivingNumber": "19900000118"}},
        "verify_presentation": {"json": {"code": "invented-code-00000000000", "purpose": PURPOSE}},
        "decide_push_list": {"json": {"decision": "sign", "digest": read["digest"]}},
        "scan_certificates": {"json": pieces(shipment)},
        "note_courier_call": {"json": {"outcome": "no_answer"}},
        "confirm_receipt": {"json": {"note": "电话核实已收到"}},
        "declare_parcel_lost": {"json": {"note": "快递公司书面答复"}},
        "reissue_certificate": {"json": {"reason": "lost"}},
        "hand_over_at_counter": {"json": {"name": "甲子安", "identitySeen": True}},
        "enter_waybill": {"json": {"carrier": "ems", "waybill": "EX000000001CN"}},
        "receive_sms_reports": {"json": []},
        "receive_sms_replies": {"json": []},
        "receive_tencent_sms_reports": {"json": []},
        "receive_tencent_sms_replies": {"json": {"mobile": "19900000118", "text": "1", "time": 1767323045}},
        "receive_courier_order_news": {"content": b"sign=&param=", "headers": {"Content-Type": FORM}},
        "receive_courier_track_news": {"content": track_body, "headers": {"Content-Type": FORM}},
        "receive_sf_routes": {"json": SF_ROUTES},
        "receive_ems_tracks": {"json": {"logitcsInterface": seal(EMS_STEP, SM4_KEY)}},
        "receive_back_end_push": {"json": {}},
        "receive_regulator_gap": {"json": {}},
        "confirm_forms": {"json": {"forms": [part_of(case, form)], "promise": True}},
        "raise_grievance": {"json": {"kind": "complaint", "words": "窗口排队太久"}},
        "reopen_grievance": {"json": {"words": "仍未解决"}},
        "note_contact": {"json": {"note": "已电话回访"}},
        "answer_grievance": {"json": {"text": "已核实", "remedy": "stands"}},
        "hand_grievance_over": {"json": {"reason": "请科长答复"}},
        "find_malice": {"json": {"reason": "与办理无关"}},
        "review_instant_case": {"json": {"note": "已看过，转人工"}},
        "judge_recheck": {"json": {"verdict": "right", "reason": "与登记一致"}},
        "prepare_revocation": {"json": PREPARATION},
        "give_statement": {"json": STATEMENT},
        "refuse_automatic": {"json": {}},
        "record_statement": {"json": {**STATEMENT, "nothingToSay": False}},
        "decide_revocation": {"json": {"decision": "sign"}},
        "sign_in_staff": {"json": {"login": "clerk-7", "password": PASSWORD, "code": "000000"}},
        "choose_password": {"json": {**waiting, "password": PASSWORD}},
        "confirm_enrolment": {"json": {**waiting, "code": "000000"}},
        "ask_account_change": {"json": {"kind": "recover", "login": "clerk-1", "reason": "手机丢失"}},
        "decide_account_change": {"json": {"decision": "confirm"}},
        "replay_results": {"json": {"body": "11370285MB9990012C", "first": 1, "last": 1}},
        "put_supplement_material": PDF,
        "put_supplement_licence": {"json": {"licenceId": view["licenceId"]}},
        "answer_supplement": {"json": {"digest": supplement["digest"], "promise": True}},
        "note_supplement_call": {"json": {"outcome": "reached"}},
        "settle_supplement": {"json": {"reason": "已电话告知"}},
        "put_form_material": PDF,
        "put_form_licence": {"json": {"licenceId": view["licenceId"]}},
        "sign_own_forms": {
            "json": {"cases": [{"caseId": case, "digest": form["digest"]}], "strokes": STROKES}
        },
        "save_address": {"json": {**HOME, "label": "单位"}},
        "change_address": {"json": {"label": "老家"}},
        "put_promised_material": PDF,
        "stop_clock": {
            "json": {"reason": "hearing", "documentNumber": "莱审听告〔2026〕3号", "since": "2026-11-23"}
        },
        "resume_clock": {"json": {"until": "2026-11-23"}},
        "prepare_extension": {"json": {"days": 5, "documentNumber": "莱审延〔2026〕1号", "reason": "需核实"}},
        "sign_extension": {"json": {"verdict": "sign"}},
        "check_promise": {"json": {"outcome": "kept", "note": "已核对"}},
        "settle_doubt": {"json": {"verdict": "cleared", "reason": "道路更名，门牌号未变"}},
        "draft_new_item": {"json": {"code": "wg-21-tea", "name": "茶馆", "kind": "备案", "why": "新增"}},
        "draft_item_version": {"json": {"why": "咨询电话变更"}},
        "edit_item_version": {"json": {"digest": drafted["digest"], "text": "version = 2"}},
        "edit_item_fields": {"json": {"digest": drafted["digest"], "changes": {"guide.fee": "不收费"}}},
        "decide_item_version": {
            "json": {"decision": "sign", "digest": drafted["digest"], "liveOn": "2026-12-24"}
        },
        "roll_back_item_version": {"json": {"reason": "规则漏查"}},
        "discard_item_version": {"json": {"reason": "不改了"}},
        "tell_back_end": {"json": {"reason": "请尽快"}},
        "issue_web_view_ticket": {"json": {"path": "/wallet"}},
        "enter_by_ticket": {"json": {"ticket": "no-ticket-of-anybody"}},
        "issue_jump": {"json": {"page": "construction-progress", "parameters": {"caseNo": "A-1"}}},
        "exchange_ticket": {"json": {"ticket": "invented-ticket-0000000000"}},
        "receive_wechat_events": {"json": {"Encrypt": "AAAA"}},
        "receive_official_account_event": {"json": {"Encrypt": "AAAA"}},
        "ask_sign_in_code": {"json": {"phone": "19900000142"}},
        "sign_in_by_code": {"json": {"phone": "19900000142", "code": "000000"}},
        "sign_in_by_unified_identity": {"json": {"ticket": "TK-invented", "state": "invented-state"}},
        "sign_in_by_business_licence": {"json": {"ticket": "TK-invented", "state": "invented-state"}},
        "sign_in_by_wechat": {"json": {"code": town.wechat.mini_program.login("o-invented-new")}},
        "keep_phone_number": {"json": {"code": "invented-phone-code"}},
        "bind_app": {"json": {"platform": "android"}},
        "change_preferences": {"json": {"version": 0, "muted": ["app"], "language": "en"}},
        "order_wallet": {"json": {"licenceIds": [view["licenceId"]]}},
        "note_subscription": {"json": {"templateId": DUE, "accepted": True}},
        "open_wechat_check": {"json": {**_person(), "consentVersion": WECHAT_CONSENT}},
        "finish_wechat_check": {"json": {"resumeToken": inside["resumeToken"]}},
    }
    # what a face was shown for is another test's matter: here one counts for all that it counted for before
    await SessionRow.all().update(face_purpose=None)
    drafted = await jia.post(201, "/v1/citizen/mandates", LETTER)
    paths["mandateId"] = drafted["mandateId"]
    bodies |= {"draft_mandate": {"json": LETTER}, "give_mandate": {"json": {"digest": drafted["digest"]}}}
    await SessionRow.all().update(face_subject_id=unshort("mdt", drafted["mandateId"]))
    bodies["ask_erasure"], own = await own_data(town, jia)
    paths |= own
    return Cast(town, jia, yi, bing, jia.party, paths, bodies, mini, {}, others)


class Walked(NamedTuple):
    """What was read on the way from the yes to the new licence at the door."""

    shown: Any
    case: str
    start: Any
    form: Any
    later: str
    supplement: Any
    shipment: Any
    view: Any


async def _walked(town: Town, jia: Hand, matter: str, keep: Keep) -> Walked:
    shown = await jia.get(f"/v1/citizen/matters/{matter}")
    await keep("invited")
    case = await town.begun(jia, matter)
    start = await jia.post(202, f"/v1/citizen/items/{ITEM}/starts")
    form = await jia.get(f"/v1/citizen/cases/{case}/form")
    await keep("begun")
    later, _ = await promised(town, case)
    await town.confirmed(jia, case)
    await keep("filed")
    await town.push(case, "补正告知", supplement={"materials": [{"index": 7, "name": "年检结论"}]})
    supplement = await jia.get(f"/v1/citizen/cases/{case}/supplement")
    await keep("supplement")
    await town.moves(jia, case, "collect", "103", "301")
    await keep("arrived")
    shipment = await town.shipment(jia, case, "collect")
    await town.granted(case)
    await keep("granted")
    await town.moves(jia, case, "deliver", "301")
    await keep("delivered")
    view = await jia.get(f"/v1/citizen/cases/{case}")
    return Walked(shown, case, start, form, later, supplement, shipment, view)


async def own_data(town: Town, jia: Hand) -> tuple[Sent, dict[str, str]]:
    """A copy of the school's data, ready, and an erasure: what asks for one, and what they are called."""
    export = (await jia.post(202, "/v1/citizen/data-exports"))["dataExportId"]
    await town.office.my_data.build_data_export(DataExportId(unshort("dex", export) or UUID(int=0)))
    body = {"digest": (await jia.get("/v1/citizen/erasure"))["digest"]}
    erasure = (await jia.post(202, "/v1/citizen/erasures", body))["erasureId"]
    return {"json": body}, {"dataExportId": export, "erasureId": erasure}


async def spare_session(town: Town, person: PartyId, front: Channel = Channel.H5) -> SessionId:
    """One that nobody needs, so that it may be ended."""
    session, at = SessionId(town.core.new_id()), town.clock()
    visitor = VisitorId(session) if front is Channel.MINI_PROGRAM else None
    begun = Session(
        session,
        person,
        at,
        at + LIFE,
        None,
        None,
        refresh=session.bytes,
        refresh_family=session.bytes,
        channel=front,
        visitor=visitor,
    )
    await PostgresSessions().add(begun)
    return session


async def _inside(town: Town, openid: str, who: tuple[PersonName, DocumentNumber], *, code: str = "") -> str:
    """Their token in the mini-program, by face."""
    phone = WechatPhone(town, openid)
    await phone.enter()
    return (await phone.prove(who, code=code)).token


async def _doubted(town: Town) -> str:
    """A waterworks of another's, whose road was renamed: what a clerk has to say."""
    works = a_licence(9, TYPES[WATER_ADDRESS])
    change = a_change(readdressed("李沧区九水路12号", "李沧区九水东路12号"))
    town.register.records[works.certificate.record_id] = works
    town.register.changed[change.change_id] = change
    await town.sensed()
    clerk = town.staff[Role.CLERK]
    [doubt] = (await town.caller.expect(200, "GET", "/v1/console/doubts", token=clerk))["doubts"]
    return str(doubt["doubtId"])


async def _drafted(town: Town) -> Any:
    """A version of an item that somebody has begun."""
    key, path = town.staff[Role.BUSINESS], f"/v1/console/items/{ITEM}/versions"
    return await town.caller.expect(201, "POST", path, json={"why": "咨询电话变更"}, token=key)


async def _visited(town: Town, code: str) -> str:
    """甲 stands at the desk of the clerk, about the school's matter."""
    path, key = "/v1/console/visits", town.staff[Role.CLERK]
    visit = await town.caller.expect(201, "POST", path, json=card(code=code), token=key)
    return str(visit["visitId"])


async def _to_be_called(town: Town) -> str:
    """Somebody without a smartphone rang 12345."""
    path, key = "/v1/console/calls", town.staff[Role.CLERK]
    asked = {"reason": "no_smartphone", "phone": "19900000556"}
    noted = await town.caller.expect(201, "POST", path, json=asked, token=key)
    return str(noted["callId"])


def _check() -> dict[str, object]:
    return {**_person(), "consentVersion": CONSENT, "metaInfo": META}


def _person() -> dict[str, object]:
    name, number = YI
    return {"name": name.reveal(), "idNumber": number.reveal(), "agreed": True}


def _without_a_face(number: str = "999999198001010054") -> dict[str, object]:
    return {
        "way": "bank",
        "name": "戊辰平",
        "idNumber": number,
        "consentVersion": "bank-2026-11-22",
        "agreed": True,
    }


async def _wish(town: Town) -> dict[str, object]:
    [counter, *_] = (await town.caller.expect(200, "GET", "/v1/citizen/counters"))["counters"]
    return {
        "name": "甲子安",
        "phone": "19900000118",
        "day": counter["firstDay"],
        "window": counter["windows"][0],
        "counter": counter["counter"],
    }


def with_ids(*audiences: str) -> list[Operation]:
    """Operations of these audiences that name something by its id."""
    return [
        operation
        for operation in OPERATIONS
        if operation.told["x-audience"] in audiences and set(parameters_of(operation)) - PUBLIC_NAMES
    ]


def parameters_of(operation: Operation) -> list[str]:
    """The names of what stands in its path."""
    return [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]


def unknown(name: str) -> str:
    """An id of the right kind that nobody has."""
    return f"{PREFIXES[name]}_{STRANGE}" if name in PREFIXES else "nothing-of-that-name"
