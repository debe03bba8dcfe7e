"""Same key, same answer: every effect of the journey is sent twice and happens once."""

import asyncio
from datetime import timedelta
from typing import Any

from tests.http.agents import draft_of, given
from tests.http.bodies import KEYED
from tests.http.books import books, differing
from tests.http.caller import Answer, Caller, operation_of
from tests.http.company import a_company
from tests.http.hand import Hand, confirmation, together, yes
from tests.http.own_data import copied, erased, facing
from tests.http.town import CONSENT, META, Town
from tests.http.wechat import FRONT, WechatPhone
from tests.support.house import count
from tests.usecases.case_world import ITEM, JIA, ORGANISATION, RECORD, YI
from tests.usecases.wallet_world import PURPOSE

NAMES = {operation.name for operation in KEYED}
# what a register or the bank says is kept for a while: asked again, it is written again; and whoever of the
# office is shown an answer twice has looked twice
CACHES = {"authorities", "parties", "licences", "register_answers", "data_accesses"}


class Twice(Caller):
    """Sends every request with a key a second time, and a third with another body under the same key."""

    def __init__(self, caller: Caller) -> None:
        super().__init__(caller.http)
        self.names: set[str] = set()
        self.told: list[str] = []

    async def send(self, method: str, path: str, **more: Any) -> Answer:
        operation = operation_of(method, path)
        if operation is None or operation.name not in NAMES:
            return await super().send(method, path, **more)
        more["key"] = more.get("key") or f"key-of-{operation.name}-{len(self.seen)}"
        first = await super().send(method, path, **more)
        assert first.status < 300, first.body
        held = await books()
        second = await super().send(method, path, **more)
        self.names.add(operation.name)
        if second.raw.content != first.raw.content or second.status != first.status:
            self.told.append(f"{operation.name}: another answer")
        content = more.pop("content", None) or first.raw.request.content
        more.pop("json", None)
        headers = {"Content-Type": "application/json", **more.pop("headers", {})}
        third = await super().send(method, path, content=content + b" ", headers=headers, **more)
        if third.code != "idempotency-key-reused":
            self.told.append(f"{operation.name}: {third.status} {third.code} for another request")
        self.told += [
            f"{operation.name}: {table} changed" for table in await differing(held) if table not in CACHES
        ]
        return first


# sent twice in test_item_versions.py
ITEM_VERSIONS = {
    *("draft_new_item", "draft_item_version", "edit_item_fields", "check_item_version", "try_item_version"),
    *("decide_item_version", "roll_back_item_version", "discard_item_version"),
}
# sent twice in test_grievances.py and test_instant.py, on either front
AFTERWARDS = {
    *("raise_grievance", "reopen_grievance", "give_statement"),
    *("enterprise_raise_grievance", "enterprise_reopen_grievance", "enterprise_give_statement"),
    *("note_contact", "answer_grievance", "hand_grievance_over", "find_malice"),
    *("review_instant_case", "judge_recheck", "refuse_automatic", "enterprise_refuse_automatic"),
    *("prepare_revocation", "record_statement", "decide_revocation"),
}
# sent twice in tests/usecases/test_account_changes.py and test_stuck.py
ACCOUNTS = {"ask_account_change", "decide_account_change", "retry_stuck"}
# sent twice in test_clocks.py
CLOCKS = {"stop_clock", "resume_clock", "prepare_extension", "sign_extension"}
# sent twice in tests/security/test_sent_twice.py, each in the state that the cast is in
IN_THE_CAST = {
    *("answer_supplement", "settle_supplement", "withdraw_case", "withdraw_promise", "check_promise"),
    *("enterprise_answer_supplement", "enterprise_withdraw_case", "enterprise_withdraw_promise"),
    *("say_received", "enterprise_say_received", "enter_waybill", "enterprise_enter_waybill"),
    *("confirm_receipt", "declare_parcel_lost"),
    *("hand_over_at_counter", "note_courier_call", "order_shipment_again", "reissue_certificate"),
    *("void_certificates", "note_call", "settle_call", "book_for_call", "open_visit", "end_visit"),
    *("sign_forms", "replay_results", "note_supplement_call"),
} | {name for name in NAMES if name.startswith("counter_")}
WITHOUT_A_FACE = {"open_other_way", "open_wechat_way"}  # sent twice in test_other_ways.py
ONES_OWN = {
    f"{front}{name}"
    for front in ("", "enterprise_")
    for name in ("draft_mandate", "give_mandate", "ask_data_export", "ask_erasure")
}
# sent twice in test_form_extras.py, on either front
IN_FORMS = {f"{front}{name}" for front in ("", "enterprise_") for name in ("save_address", "sign_own_forms")}
TOGETHER = {"confirm_forms", "enterprise_confirm_forms", "settle_doubt"}
ELSEWHERE = (
    AFTERWARDS | ITEM_VERSIONS | ACCOUNTS | CLOCKS | IN_THE_CAST | WITHOUT_A_FACE | ONES_OWN | IN_FORMS
)
INSIDE = {name for name in NAMES if name.startswith("enterprise_")} - TOGETHER - ELSEWHERE
INSIDE |= {"open_wechat_check"}
OUTSIDE = NAMES - INSIDE - TOGETHER - ELSEWHERE


async def test_every_effect_of_the_journey_happens_once_however_often_it_is_sent(town: Town) -> None:
    twice = town.caller = Twice(town.caller)
    jia, matter = await town.arrived()
    case = await _walked(town, jia, matter)
    [counter, *_] = (await jia.get("/v1/citizen/counters", acting_for=""))["counters"]
    wish = {
        "name": "甲子安",
        "phone": "19900000118",
        "day": counter["firstDay"],
        "counter": counter["counter"],
    }
    await twice.send("POST", "/v1/citizen/appointments", json={**wish, "window": counter["windows"][0]})
    shown = await _after(jia, case)
    asked = {"code": shown["code"], "purpose": PURPOSE}
    await twice.send("POST", "/v1/verifier/verifications", json=asked, token=town.verifier)

    assert twice.told == []
    assert twice.names == OUTSIDE
    assert [await count("cases"), await count("ratings"), await count("appointments")] == [1, 1, 1]
    assert len(town.courier.booked) == 2


async def test_every_effect_in_the_mini_program_happens_once_however_often_it_is_sent(town: Town) -> None:
    code = await town.invited()
    twice = town.caller = Twice(town.caller)
    phone = WechatPhone(town)
    await phone.enter()
    jia = await phone.prove(JIA, code=code)
    home = await jia.get(f"{FRONT}/home")
    jia.party = next(one["partyId"] for one in home["parties"] if one["partyId"] != home["actingFor"])
    [matter] = [one["matterId"] for one in (await jia.get(f"{FRONT}/home"))["matters"]]

    case = await _walked(town, jia, matter)
    await _after(jia, case)

    assert twice.told == []
    assert twice.names - {"decide_push_list", "scan_certificates"} == INSIDE
    assert [await count("cases"), await count("ratings"), len(town.wechat.face.checks)] == [1, 1, 1]
    assert len(town.courier.booked) == 2


async def test_what_one_lets_others_do_and_does_with_ones_own_data_happens_once_on_either_front(
    town: Town,
) -> None:
    twice = town.caller = Twice(town.caller)
    jia, _ = await town.arrived()
    await given(town, jia, draft_of())
    jia = await facing(town, await town.sign_in(JIA))
    await copied(town, jia)
    await erased(town, jia)
    phone = WechatPhone(town)
    await phone.enter()
    yi = await phone.prove(YI)
    drafted = await yi.post(201, f"{FRONT}/mandates", draft_of(agent=JIA))
    opened = await phone.open_check(YI, purpose="mandate", mandateId=drafted["mandateId"])
    yi.token = phone.token = (await phone.finish(opened)).body["session"]["accessToken"]
    digest = {"digest": drafted["digest"]}
    await yi.post(200, f"{FRONT}/mandates/{drafted['mandateId']}/confirmation", digest)
    yi.token = (await phone.finish(await phone.open_check(YI, purpose="data"))).body["session"]["accessToken"]
    await copied(town, yi)
    await erased(town, yi)

    assert twice.told == []
    assert twice.names >= ONES_OWN
    assert [await count(table) for table in ("mandates", "data_exports", "erasures")] == [2, 2, 2]


async def test_forms_confirmed_together_are_filed_once_on_either_front(town: Town) -> None:
    jia, matter = await town.arrived()
    await town.begun(jia, matter)
    outside = together(await jia.get(f"/v1/citizen/matters/{matter}/forms"))
    town.clock.go_on(timedelta(minutes=6))
    company = await a_company(town)
    await company.arrived()
    await company.begun()
    town.register.records[RECORD] = ORGANISATION
    town.clock.go_on(timedelta(minutes=6))  # whom the register names is remembered for five
    await company.prove(matter=company.matter)
    stepped = await town.sign_in(JIA, token=jia.token, party=jia.party, matterId=matter)
    twice = company.hand.caller = stepped.caller = Twice(town.caller)

    await company.post(200, f"/matters/{company.matter}/confirmation", together(await company.forms()))
    await stepped.post(200, f"/v1/citizen/matters/{matter}/confirmation", outside)
    await town.work()

    assert twice.told == []
    assert twice.names == TOGETHER - {"settle_doubt"}
    assert len(town.approval.filings) == 4


async def test_every_keyed_operation_of_the_contract_is_sent_twice_somewhere() -> None:
    # a doubt settled twice: test_doubts.py
    assert INSIDE | OUTSIDE | TOGETHER | ELSEWHERE == NAMES


async def _walked(town: Town, jia: Hand, matter: str) -> str:
    case = await town.begun(jia, matter)
    dispute = {"field": "supervising_unit", "says": "主管单位已经更名"}
    await jia.post(200, f"{jia.front}/cases/{case}/form/disputes", dispute)
    await town.confirmed(jia, case)
    await town.collected(jia, case)
    await town.granted(case)
    await town.moves(jia, case, "deliver", "301")
    return case


async def _after(jia: Hand, case: str) -> Any:
    """What a person does with a licence; what of it is to be shown to a verifier."""
    licence = (await jia.get(f"{jia.front}/cases/{case}"))["licenceId"]
    shown = await jia.post(201, f"{jia.front}/licences/{licence}/presentations")
    await jia.post(201, f"{jia.front}/cases/{case}/rating", {"level": 5, "tags": ["510"]})
    await jia.post(202, f"{jia.front}/items/{ITEM}/starts")
    page = {"page": "construction-progress", "parameters": {"caseNo": "A-1"}}
    await jia.post(201, f"{jia.front}/jumps", page)
    gateway = "/v1/gateway" if jia.front == "/v1/citizen" else f"{jia.front}/gateway"
    await jia.send("POST", f"{gateway}/urge/A-1", json={"reason": "请尽快"})
    return shown


async def test_five_taps_at_once_are_one_yes(town: Town) -> None:
    jia, matter = await town.arrived()
    shown = await jia.get(f"/v1/citizen/matters/{matter}")
    path = f"/v1/citizen/matters/{matter}/answers"

    taps = await asyncio.gather(*(jia.send("POST", path, json=yes(shown), key="one-tap") for _ in range(5)))

    assert {one.status for one in taps} == {201}
    assert len({one.raw.content for one in taps}) == 1
    assert await count("cases") == 1


async def test_five_confirmations_at_once_order_one_courier(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    path = f"/v1/citizen/cases/{case}/form"
    sent = confirmation(await jia.get(path))

    taps = await asyncio.gather(
        *(jia.send("POST", f"{path}/confirmation", json=sent, key=f"tap-{n}") for n in range(5))
    )
    await town.work()

    assert min(one.status for one in taps) == 200
    assert {one.code for one in taps if one.status != 200} <= {"form-confirmed", "step-not-allowed"}
    assert len(town.courier.booked) == 1
    assert len(town.approval.filings) == 1


async def test_a_key_belongs_to_who_sent_it(town: Town) -> None:
    first, second = await town.open_check(YI, key="shared"), await town.open_check(YI, key="shared")

    assert first == second
    assert len(town.face.checks) == 1


async def test_a_key_is_forgotten_after_a_day(town: Town) -> None:
    first = await town.open_check(YI, key="old")
    town.clock.go_on(timedelta(hours=24, seconds=1))

    again = await town.open_check(YI, key="old")

    assert again["identityCheckId"] != first["identityCheckId"]


async def test_a_vendor_that_loses_its_answer_costs_no_second_attempt(town: Town) -> None:
    lost = "/v1/citizen/identity-checks"
    town.face.trouble.answer_lost = True
    name, number = YI
    body = {
        "name": name.reveal(),
        "idNumber": number.reveal(),
        "consentVersion": CONSENT,
        "agreed": True,
        "metaInfo": META,
    }

    unsure = await town.caller.send("POST", lost, json=body, key="same")
    again = await town.caller.send("POST", lost, json=body, key="same")

    assert (unsure.status, unsure.code, unsure.body["cause"]) == (503, "outside-unknown", "source")
    assert "face" in [way["kind"] for way in unsure.body["ways"]]
    assert unsure.body["detail"] == "这次没能打开刷脸页面。"
    assert unsure.body["advice"].startswith("没有任何影响")
    assert again.status == 201
    assert await count("identity_checks") == 1
