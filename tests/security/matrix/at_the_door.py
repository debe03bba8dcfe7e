"""The right credential where a token is none: digits just sent, a cookie, what a vendor signed."""

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec

from adapters.courier.kuaidi100 import sign
from adapters.courier.kuaidi100_callbacks import FORM
from adapters.gateway.keys import KeyPair
from adapters.gateway.signing import gateway_hmac_headers
from adapters.keys.totp import digits
from adapters.postgres.shipments import PostgresShipments
from domain.identity.outside_sign_in import LicenceHolder
from domain.kernel.ids import ShipmentId, unshort
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.staff.account import Role
from tests.architecture.contract_document import Operation
from tests.fakes.people import state_in
from tests.fakes.regulator import REGULATOR
from tests.http.outside import AGENT, LICENCE, UNIFIED, Browser, subject
from tests.http.town import APPROVAL
from tests.http.wechat import ACCOUNT_PUSHES, CHANGED, PUSHES
from tests.http.wechat import CONSENT as WECHAT_CONSENT
from tests.security.cast import FORMER, MINI
from tests.security.matrix.scene import Prepare, Scene, Way
from tests.support.staff import PASSWORD, secret_of
from tests.usecases.case_world import JIA, ORGANISATION
from tests.usecases.wallet_world import PURPOSE

NEW_PHONE = "19900000177"
DING = PersonName("丁卯和"), DocumentNumber("999999198001010046")  # nobody has asked about them today
OPENIDS = {
    "甲": "o-invented-jia",
    "nobody known": "o-invented-yi",
    "stranger": "o-invented-stranger",
    FORMER: "o-invented-bing",
}
BUREAU = KeyPair("bureauAk", b"invented-secret-of-the-bureau")


async def somebody_new(scene: Scene, operation: Operation) -> Way:
    """Whose tries of the day are not used up."""
    asked = scene.town.applicant(DING)
    if operation.name == "open_wechat_check":
        asked = {**asked, "consentVersion": WECHAT_CONSENT}
        del asked["metaInfo"]
    return Way(body={"json": asked})


async def somebody_new_without_a_face(scene: Scene, operation: Operation) -> Way:
    del operation
    asked = {**scene.town.applicant(DING), "way": "bank", "consentVersion": "bank-2026-11-22"}
    del asked["metaInfo"]
    return Way(body={"json": asked})


async def digits_just_sent(scene: Scene, operation: Operation) -> Way:
    del operation
    asked = {"phone": NEW_PHONE}
    await scene.town.caller.expect(202, "POST", "/v1/citizen/sign-in-codes", json=asked, key="")
    code = re.findall(r"\d{6}", scene.town.sms.sent[-1].wording)[0]
    return Way(body={"json": {**asked, "code": code}})


async def the_cookie(scene: Scene, operation: Operation) -> Way:
    del operation
    return Way(body={"headers": {"Cookie": (await scene.town.sign_in(DING)).cookie}})


async def back_from_another_house(scene: Scene, operation: Operation) -> Way:
    """On the phone that left for it."""
    browser, town = Browser(scene.town), scene.town
    if operation.name == "sign_in_by_unified_identity":
        url = await browser.leave(UNIFIED)
        ticket = town.unified_identity.agree(url, subject(DING))
    else:
        url = await browser.leave(LICENCE)
        school = ORGANISATION.certificate
        holder = LicenceHolder(*JIA, OrganisationName("虚构企业"), school.holder_number, "企业", None)
        ticket = town.e_licence.agree(url, holder)
    said = {"ticket": ticket.reveal(), "state": state_in(url)}
    return Way(body={"json": said, "headers": {"User-Agent": AGENT, "Cookie": browser.device}})


async def the_platforms_login(scene: Scene, operation: Operation) -> Way:
    del operation
    return Way(body={"json": {"code": scene.town.wechat.mini_program.login("o-invented-new")}})


async def a_number_shared(scene: Scene, operation: Operation) -> Way:
    """Each account shares its own: the platform's code counts for no other."""
    del operation
    share = scene.town.wechat.mini_program.share_phone
    return Way(
        bodies={
            f"{MINI}{who} for {whom}": {"json": {"code": share(openid, NEW_PHONE)}}
            for who, openid in OPENIDS.items()
            for whom in ("the school", "themselves")
        }
    )


async def password_and_code(scene: Scene, operation: Operation) -> Way:
    del operation
    clerk = scene.town.colleagues[Role.CLERK]
    scene.rewind.next_minute()  # a code counts once
    said = {"login": clerk.account.login, "password": PASSWORD, "code": clerk.code}
    return Way(body={"json": said})


async def an_authenticator(scene: Scene, operation: Operation) -> Way:
    del operation
    waiting = scene.cast.bodies["choose_password"]["json"]
    told = await scene.town.caller.expect(201, "POST", "/v1/console/activations", json=waiting, key="")
    code = digits(secret_of(told["secret"]), scene.town.clock())
    said = {"login": waiting["login"], "activationKey": waiting["activationKey"], "code": code}
    return Way(body={"json": said})


async def signed_by_the_platform(scene: Scene, operation: Operation) -> Way:
    pusher, account = scene.town.wechat.pusher(), scene.town.wechat.account_pusher()
    is_account = "official_account" in operation.name
    if operation.method == "get":
        asked = (account if is_account else pusher).url_check("invented0echo")["url"]
        return Way(path=f"{ACCOUNT_PUSHES if is_account else PUSHES}?{urlsplit(asked).query}")
    if is_account:
        account.account("o-invented-follower", "subscribe")
        path, body = scene.town.wechat.last_push(ACCOUNT_PUSHES)
        return Way(path=path, body={"content": body, "headers": {"Content-Type": "text/xml"}})
    pusher.popup("o-invented-jia", [CHANGED], accept=True)
    path, body = scene.town.wechat.last_push()
    return Way(path=path, body={"content": body, "headers": {"Content-Type": "application/json"}})


async def signed_by_the_courier(scene: Scene, operation: Operation) -> Way:
    del operation
    found = unshort("ship", scene.cast.paths["shipmentId"])
    assert found is not None
    secrets = await PostgresShipments(scene.town.core.cipher).secrets_of(ShipmentId(found))
    step = {"orderId": "1", "status": "1"}
    param = json.dumps({"kuaidicom": "ems", "kuaidinum": "1", "data": step})
    body = urlencode({"sign": sign(param, secrets.salt), "param": param}).encode()
    return Way(
        path=f"/v1/callbacks/kuaidi100/{secrets.token}/orders",
        body={"content": body, "headers": {"Content-Type": FORM}},
    )


async def in_an_envelope(scene: Scene, operation: Operation) -> Way:
    key, path = APPROVAL, "/v1/callbacks/approval"
    body = scene.town.letter(scene.case, "已受理", 900 + scene.knocks)
    if operation.name == "receive_regulator_gap":
        key, path = REGULATOR, "/v1/callbacks/regulator/gaps"
        body = msgspec.json.encode({"body": "11370285MB9990012C", "from": 1, "to": 1})
    stamp, nonce = str(int(scene.town.clock().timestamp())), f"{scene.knocks:024x}"
    headers = {
        "Content-Type": "application/json",
        "X-App-Id": key.app_id,
        "X-Timestamp": stamp,
        "X-Nonce": nonce,
        "X-Sign-Alg": key.algorithm,
        "X-Signature": key.sign("POST", path, stamp, nonce, body),
    }
    return Way(body={"content": body, "headers": headers})


async def a_ticket_from_the_mini_program(scene: Scene, operation: Operation) -> Way:
    del operation
    token, _ = scene.knocking()[f"{MINI}甲 for the school"]
    path = "/v1/enterprise/web-view-tickets"
    told = await scene.town.caller.send("POST", path, json={"path": "/wallet"}, token=token, key="")
    return Way(body={"json": {"ticket": told.body["ticket"]}})


async def signed_by_the_bureau(scene: Scene, operation: Operation) -> Way:
    asked = {"page": "construction-progress", "parameters": {"caseNo": "A-1"}}
    jump = await scene.cast.jia.post(201, "/v1/citizen/jumps", asked)
    ticket = parse_qs(urlsplit(jump["url"]).query)["ticket"][0]
    headers = gateway_hmac_headers(BUREAU, "POST", operation.path, scene.town.clock())
    return Way(body={"json": {"ticket": ticket}, "headers": dict(headers)})


async def a_code_shown(scene: Scene, operation: Operation) -> Way:
    """The holder shows the licence to whoever asks."""
    del operation
    path = f"/v1/citizen/licences/{scene.cast.paths['licenceId']}/presentations"
    shown: Any = await scene.cast.jia.post(201, path)
    return Way(body={"json": {"code": shown["code"], "purpose": PURPOSE}})


AT_THE_DOOR: Mapping[str, Prepare] = MappingProxyType(
    {
        "open_identity_check": somebody_new,
        "open_other_way": somebody_new_without_a_face,
        "open_wechat_way": somebody_new_without_a_face,
        "open_wechat_check": somebody_new,
        "sign_in_by_code": digits_just_sent,
        "enter_by_ticket": a_ticket_from_the_mini_program,
        "refresh_session": the_cookie,
        "sign_in_by_unified_identity": back_from_another_house,
        "sign_in_by_business_licence": back_from_another_house,
        "sign_in_by_wechat": the_platforms_login,
        "keep_phone_number": a_number_shared,
        "sign_in_staff": password_and_code,
        "confirm_enrolment": an_authenticator,
        "check_official_account_address": signed_by_the_platform,
        "receive_official_account_event": signed_by_the_platform,
        "check_wechat_address": signed_by_the_platform,
        "receive_wechat_events": signed_by_the_platform,
        "receive_courier_order_news": signed_by_the_courier,
        "receive_back_end_push": in_an_envelope,
        "receive_regulator_gap": in_an_envelope,
        "exchange_ticket": signed_by_the_bureau,
        "verify_presentation": a_code_shown,
    }
)
