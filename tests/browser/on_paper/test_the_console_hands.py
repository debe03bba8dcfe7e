"""What hands do at the desk: a pointer over rows, a scanner, a pen on the pad."""

from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.on_paper.places import CASE, DIGEST, FORMS, PARCEL
from tests.browser.paper import Paper

RIGHT = "演370285民证字第2022-0001号"
HINT = "演37**************001号"
TWO = [{"kind": "original", "serial": "1"}, {"kind": "duplicate", "serial": "2"}]


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
        {"kind": "duplicate", "serial": "2"},
        {"kind": "duplicate", "serial": "1"},
    ]
    _arrived(paper, pieces)
    paper.refuses["scan_certificates"] = ["pieces-do-not-match"]  # 副本 2
    desk.sign_in("clerk")
    desk.go(PARCEL)
    expect(desk.on("scan-field")).to_be_focused()

    for number in ("演370285民证字第2022-0001号", "123"):
        desk.page.keyboard.type(number)
        desk.keys("Enter")
    desk.click("scan-submit")
    expect(desk.page.locator(".palm-field__slip")).to_have_count(1)
    desk.on("absent-duplicate-1").select_option("not_handed_over")
    desk.click("scan-submit")

    expect(desk.on("mismatch")).to_contain_text("收到的证书与应收的不一致：副本 2（扫的是 123）。")
    expect(desk.page.get_by_role("alert")).to_have_count(1)
    expect(desk.page.get_by_test_id("problem")).to_have_count(0)
    expect(desk.on("scanned-duplicate-2")).to_contain_text("✗ 对不上，扫的是 123")
    expect(desk.on("page-certificate").locator(".desk-pieces")).not_to_contain_text("✓")
    told = {
        "pieces": [{**pieces[0], "number": "演370285民证字第2022-0001号"}, {**pieces[1], "number": "123"}],
        "absent": [{**pieces[2], "reason": "not_handed_over"}],
    }
    assert paper.heard("scan_certificates") == [told]


def test_what_is_scanned_is_not_ticked_before_it_was_compared(desk: Desk, paper: Paper) -> None:
    _arrived(paper, [{"kind": "original", "serial": "1"}])
    desk.sign_in("clerk")
    desk.go(PARCEL)
    expect(desk.on("scan-field")).to_be_focused()

    desk.page.keyboard.type("123")
    desk.keys("Enter")

    expect(desk.on("scanned-original-1")).to_contain_text("已扫 123")
    expect(desk.on("scanned-original-1")).not_to_contain_text("✓")


def test_a_mismatch_is_the_pages_own_state_at_once(desk: Desk, paper: Paper) -> None:
    _arrived(paper, [{"kind": "duplicate", "serial": "2"}])
    paper.refuses["scan_certificates"] = ["pieces-do-not-match"]
    desk.sign_in("clerk")
    desk.go(PARCEL)
    expect(desk.on("scan-field")).to_be_focused()
    desk.page.keyboard.type("123")
    desk.keys("Enter")
    _arrived(
        paper,
        [{"kind": "duplicate", "serial": "2"}],
        group="exceptions",
        cause="mismatch",
        causeText="收到的证书与应收的不一致",
        action={"code": "note_courier_call", "label": "联系持证人后重新核对"},
        actions=["note_courier_call", "scan_certificates"],
    )

    desk.click("scan-submit")

    expect(desk.on("cause").locator("h2")).to_have_text("收到的证书与应收的不一致")
    expect(desk.on("note_courier_call")).to_have_text("联系持证人后重新核对")
    expect(desk.on("mismatch")).to_contain_text("副本 2（扫的是 123）")


def test_what_is_expected_stands_beside_the_scanner_and_the_number_only_as_a_hint(
    desk: Desk, paper: Paper
) -> None:
    pieces = [{"kind": "original", "serial": "1"}, {"kind": "duplicate", "serial": "1"}]
    _arrived(paper, pieces, expected={"document": "社会团体法人登记证书", "numbers": [HINT]})
    desk.sign_in("clerk")

    desk.go(PARCEL)

    for said in ("学校（虚构）", "社会团体法人登记证书", HINT, "正本 1 本、副本 1 本"):
        expect(desk.on("expected")).to_contain_text(said)


def test_a_carrier_that_said_nothing_is_quoted_with_nothing(desk: Desk, paper: Paper) -> None:
    _arrived(paper, TWO, news={"at": "2026-11-21T02:40:00Z", "text": ""})
    desk.sign_in("clerk")

    desk.go(PARCEL)

    expect(desk.on("cause")).not_to_contain_text("最后的消息")


def test_a_wrong_number_is_said_at_the_first_scan_and_the_next_scan_takes_its_place(
    desk: Desk, paper: Paper
) -> None:
    _arrived(paper, TWO, expected={"document": "社会团体法人登记证书", "numbers": [HINT]})
    desk.sign_in("clerk")
    desk.go(PARCEL)
    expect(desk.on("scan-field")).to_be_focused()

    desk.page.keyboard.type("演370285民证字第2022-0002号")
    desk.keys("Enter")

    expect(desk.on("not-expected")).to_contain_text("号码与应收的（…001号）不一致")
    expect(desk.page.get_by_test_id("scanned-original-1")).to_have_count(0)
    desk.check_screen()
    desk.click("doubted-again")
    expect(desk.page.get_by_test_id("not-expected")).to_have_count(0)
    expect(desk.on("scan-field")).to_be_focused()
    for number in ("演370285民证字第2022-0003号", RIGHT):
        desk.page.keyboard.type(number)
        desk.keys("Enter")
    expect(desk.page.get_by_test_id("not-expected")).to_have_count(0)
    expect(desk.on("scanned-original-1")).to_contain_text(RIGHT)
    assert paper.bodies("scan_certificates") == []


def test_a_wrong_number_insisted_on_is_recorded_at_once_as_a_mismatch(desk: Desk, paper: Paper) -> None:
    _arrived(paper, TWO, expected={"document": "社会团体法人登记证书", "numbers": [HINT]})
    paper.refuses["scan_certificates"] = ["pieces-do-not-match"]
    desk.sign_in("clerk")
    desk.go(PARCEL)
    expect(desk.on("scan-field")).to_be_focused()
    for number in (RIGHT, "123"):
        desk.page.keyboard.type(number)
        desk.keys("Enter")

    desk.click("doubted-insist")

    expect(desk.on("mismatch")).to_contain_text("副本 2（扫的是 123）")
    expect(desk.on("scanned-duplicate-2")).to_contain_text("✗ 对不上，扫的是 123")
    expect(desk.page.get_by_test_id("not-expected")).to_have_count(0)
    pieces = [{**TWO[0], "number": RIGHT}, {**TWO[1], "number": "123"}]
    assert paper.heard("scan_certificates") == [{"pieces": pieces}]


def test_scanned_once_more_the_scanner_has_its_field_again(desk: Desk, paper: Paper) -> None:
    _arrived(paper, TWO)
    desk.sign_in("clerk")
    desk.go(PARCEL)
    expect(desk.on("scan-field")).to_be_focused()
    for number in (RIGHT, RIGHT):
        desk.page.keyboard.type(number)
        desk.keys("Enter")
    expect(desk.on("scan-field")).to_be_disabled()

    desk.click("again-duplicate-2")

    expect(desk.on("scan-field")).to_be_focused()


def test_where_no_end_of_the_number_is_known_the_scan_waits_for_the_office(desk: Desk, paper: Paper) -> None:
    _arrived(paper, TWO, expected={"document": "社会团体法人登记证书", "numbers": ["******"]})
    desk.sign_in("clerk")
    desk.go(PARCEL)
    expect(desk.on("scan-field")).to_be_focused()

    desk.page.keyboard.type("123456")
    desk.keys("Enter")

    expect(desk.on("scanned-original-1")).to_contain_text("123456")


def test_the_number_to_call_is_shown_to_who_asks_for_it_and_not_offered_to_the_auditor(
    desk: Desk, paper: Paper
) -> None:
    masked = {"name": "甲子安", "phone": "199****0101"}
    _arrived(paper, [{"kind": "original", "serial": "1"}], contact=masked)
    desk.sign_in("audit")
    desk.go(PARCEL)
    expect(desk.on("contact-phone")).to_have_text("199****0101")
    expect(desk.page.get_by_test_id("reveal")).to_have_count(0)
    desk.click("sign-out")
    desk.sign_in("clerk")
    desk.go(PARCEL)

    desk.click("reveal")

    expect(desk.on("contact-phone")).to_have_text("19900000101")


def test_a_parcel_with_nothing_left_to_do_says_so_and_leads_on(desk: Desk, paper: Paper) -> None:
    paper.says["list_certificates"] = {"count": 0, "certificates": []}
    desk.sign_in("clerk")

    desk.go(PARCEL)

    expect(desk.on("done")).to_contain_text("这一件现在没有要办的")
    expect(desk.page.get_by_test_id("problem")).to_have_count(0)
    desk.click("go-on")
    desk.on("page-queue")


def _arrived(paper: Paper, pieces: list[dict[str, str]], **more: object) -> None:
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
    } | more
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
