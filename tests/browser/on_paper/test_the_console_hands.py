"""What hands do at the desk: a pointer over rows, a scanner, a pen on the pad."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.on_paper.places import CASE, DIGEST, FORMS, PARCEL
from tests.browser.paper import Paper

pytestmark = pytest.mark.wide


def test_rows_do_not_move_under_a_hand(desk: Desk, paper: Paper) -> None:
    row = {"title": "甲", "detail": "", "since": "2026-11-21T02:00:00Z", "action": "打电话", "kind": "call"}
    queue = {"queue": "calls", "title": "电话联络"}
    before = [{**queue, "count": 1, "rows": [{**row, "ref": "call_1"}]}]
    after = [
        {**queue, "count": 2, "rows": [{**row, "ref": "call_2", "title": "乙"}, {**row, "ref": "call_1"}]}
    ]
    paper.says["read_today"] = {"day": "2026-11-21", "queues": before}
    desk.sign_in("clerk")
    desk.on("row-call").hover()
    paper.says["read_today"] = {"day": "2026-11-21", "queues": after}

    desk.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    desk.on("show-news")
    expect(desk.page.get_by_test_id("row-call")).to_have_count(1)
    desk.click("show-news")
    expect(desk.page.get_by_test_id("row-call")).to_have_count(2)


def test_a_scanner_accounts_for_every_piece_and_a_mismatch_is_said_loudly(desk: Desk, paper: Paper) -> None:
    pieces = [
        {"kind": "original", "serial": "1"},
        {"kind": "duplicate", "serial": "1"},
        {"kind": "duplicate", "serial": "2"},
    ]
    _arrived(paper, pieces)
    paper.refuses["scan_certificates"] = ["pieces-do-not-match"]
    desk.sign_in("clerk")
    desk.go(PARCEL)
    expect(desk.on("scan-field")).to_be_focused()

    for _ in range(2):
        desk.page.keyboard.type("演370285民证字第2022-0001号")
        desk.keys("Enter")
    desk.click("scan-submit")
    expect(desk.page.locator(".palm-field__slip")).to_have_count(1)
    desk.on("absent-duplicate-2").select_option("not_handed_over")
    desk.click("scan-submit")

    desk.on("mismatch")
    number = {"number": "演370285民证字第2022-0001号"}
    told = {
        "pieces": [{**pieces[0], **number}, {**pieces[1], **number}],
        "absent": [{**pieces[2], "reason": "not_handed_over"}],
    }
    assert paper.bodies("scan_certificates") == [told]


def _arrived(paper: Paper, pieces: list[dict[str, str]]) -> None:
    parcel = {
        "shipmentId": PARCEL.rpartition("/")[2],
        "caseId": CASE,
        "itemName": "换发",
        "partyName": "学校（虚构）",
        "direction": "collect",
        "attempt": 1,
        "way": "courier",
        "carrier": "EMS",
        "state": "delivered_self",
        "stateText": "已送达窗口",
        "pieces": [{**one, "custody": "courier"} for one in pieces],
        "group": "arrived",
        "cause": "arrived",
        "causeText": "旧证到了，等着扫描",
        "since": "2026-11-21T02:00:00Z",
        "action": {"code": "scan_certificates", "label": "扫描"},
        "actions": ["scan_certificates"],
        "calls": [],
    }
    paper.says["list_certificates"] = {"count": 1, "certificates": [parcel]}


def test_a_form_at_the_counter_is_signed_on_the_pad_before_it_is_confirmed(desk: Desk, paper: Paper) -> None:
    paper.says["counter_list_forms"] = {"matterId": "mtr_1", "forms": [_form()]}
    desk.sign_in("clerk")
    desk.go(FORMS)
    desk.on("material-all").check()
    desk.on("promise").check()
    desk.click("forms-confirm")
    desk.page.get_by_text("请在下面签上您的名字").wait_for()
    assert paper.bodies("sign_forms") == []

    _draw(desk)
    desk.click("forms-confirm")

    expect(desk.on("said")).to_contain_text("已提交")
    effects = [one for one in paper.sent if one.operation in {"sign_forms", "counter_confirm_forms"}]
    assert [one.operation for one in effects] == ["sign_forms", "counter_confirm_forms"]
    signed, confirmed = (one.body for one in effects)
    assert signed["cases"] == [{"caseId": CASE, "digest": DIGEST}]
    assert confirmed["forms"][0]["digest"] == DIGEST
    [stroke] = signed["strokes"]
    assert len(stroke) > 2
    assert all(0 <= x <= 1000 and 0 <= y <= 1000 and ms >= 0 for x, y, ms in stroke)


def _draw(desk: Desk) -> None:
    desk.on("pad").scroll_into_view_if_needed()
    at = desk.on("pad").bounding_box()
    assert at
    desk.page.mouse.move(at["x"] + 40, at["y"] + 60)
    desk.page.mouse.down()
    desk.page.mouse.move(at["x"] + 240, at["y"] + 120, steps=8)
    desk.page.mouse.up()
    expect(desk.on("pad")).to_have_attribute("data-strokes", "1")


def _form() -> dict[str, object]:
    material = {"key": "old", "name": "旧证", "kind": "必要", "origin": "shared"}
    form = {
        "state": "ready",
        "version": 1,
        "fields": [],
        "materials": [{**material, "confirmed": False, "deferrable": False}],
        "returnModes": [{"mode": "counter", "label": "窗口交回"}],
        "deliveryModes": [{"mode": "electronic_only", "label": "仅电子"}],
        "returnMode": "counter",
        "deliveryMode": "electronic_only",
        "copies": {"original": 1, "duplicate": 0},
        "digest": DIGEST,
    }
    return {"caseId": CASE, "itemCode": "wg-15-minban-renewal", "form": form}
