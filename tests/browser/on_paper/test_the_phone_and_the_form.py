"""The form on the phone, against the contract's examples: addresses, materials, step by step."""

from typing import Any

from playwright.sync_api import FilePayload, expect

from tests.browser.on_paper.telling import AT, LICENCE, as_agent, form, go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

FORM = f"{AT}/form"
HOME, WORK = "adr_01je7jryg9e00800000000000a", "adr_01je7jryg9e00800000000000b"
WINDOW = {"day": "2099-01-04", "start": "09:00", "end": "12:00"}
REPORT = {
    "key": "annual_report",
    "name": "上一年度经营情况年度报告",
    "kind": "必要",
    "origin": "person",
    "confirmed": False,
    "deferrable": False,
}


def plain(paper: Paper) -> dict[str, Any]:
    """Nothing to type and nothing to choose."""
    told = form(paper)
    return form(
        paper,
        fields=[one | {"locked": True, "disputed": False} for one in told["fields"]],
        returnModes=[{"mode": "none", "label": "无需交回"}],
        returnMode="none",
        deliveryModes=[{"mode": "electronic_only", "label": "仅电子证照"}],
        deliveryMode="electronic_only",
    )


def test_a_line_of_the_address_book_fills_a_parcel_in_one_tap(phone: Phone, paper: Paper) -> None:
    told = form(paper)
    chosen = {"name": "丙寅卯", "phone": "19900000333", "address": "山东省青岛市莱西市虚构街2号楼301室"}
    paper.says["edit_form"] = {key: value for key, value in told.items() if key != "addresses"} | {
        "delivery": chosen
    }
    go(phone, FORM)
    expect(phone.on("delivery-book")).to_contain_text("虚构街2号楼301室")
    phone.check_screen()

    phone.tap(f"delivery-use-{WORK}")

    expect(phone.on("delivery-name")).to_have_value("丙寅卯")
    assert paper.heard("edit_form") == [{"version": told["version"], "delivery": {"addressId": WORK}}]
    expect(phone.on("delivery-book")).to_contain_text("✓ 已选")  # the book is still there


def test_a_place_that_was_typed_is_kept_when_asked_for(phone: Phone, paper: Paper) -> None:
    typed = {"name": "丁辰巳", "phone": "19900000444", "address": "山东省青岛市虚构三路9号"}
    told = form(paper, delivery=typed)
    paper.says["edit_form"] = told
    go(phone, FORM)

    phone.tap("delivery-keep")

    expect(phone.on("delivery-book")).to_contain_text("虚构路18号")
    assert paper.heard("save_address") == [typed]


def test_who_would_rather_go_to_the_counter_reads_where_it_is(phone: Phone, paper: Paper) -> None:
    form(paper, returnMode="counter", deliveryMode="counter")

    go(phone, FORM)

    [first, *_] = paper.example_of("list_counters")["counters"]
    expect(phone.on("return-counters")).to_contain_text(first["address"])
    expect(phone.on("delivery-counters")).to_contain_text(first["phone"])


def test_a_material_is_given_out_of_the_wallet_replaced_by_a_photograph_and_taken_back(
    phone: Phone, paper: Paper
) -> None:
    told = form(paper, materials=[REPORT])
    given = told | {"materials": [REPORT | {"given": True, "fromWallet": True}]}
    paper.says |= {"put_form_licence": given, "put_form_material": given, "remove_form_material": told}
    go(phone, FORM)

    phone.tap("wallet-annual_report")
    phone.tap(f"use-annual_report-{LICENCE}")
    expect(phone.on("of-person-annual_report")).to_contain_text("从电子证照里选的")
    assert paper.heard("put_form_licence") == [{"licenceId": LICENCE}]
    picture = phone.page.evaluate(
        """() => new Promise((done) => {
          const drawn = Object.assign(document.createElement("canvas"), { width: 40, height: 30 });
          drawn.getContext("2d").fillRect(5, 5, 20, 20);
          drawn.toBlob(async (file) => done([...new Uint8Array(await file.arrayBuffer())]));
        })"""
    )
    phone.on("give-annual_report").set_input_files(
        FilePayload(name="one.png", mimeType="image/png", buffer=bytes(picture))
    )
    phone.on("give-annual_report-preview")
    phone.tap("remove-annual_report")

    expect(phone.page.get_by_test_id("remove-annual_report")).to_have_count(0)
    assert [one.operation for one in paper.sent if "form_" in one.operation] == [
        *("put_form_licence", "put_form_material", "remove_form_material")
    ]


def test_a_file_nobody_takes_is_named_and_not_sent(phone: Phone, paper: Paper) -> None:
    form(paper, materials=[REPORT])
    go(phone, FORM)

    phone.on("give-annual_report").set_input_files(
        FilePayload(name="one.docx", mimeType="application/msword", buffer=b"PK")
    )

    expect(phone.on("of-person-annual_report")).to_contain_text("只收 PDF、JPG 和 PNG")
    assert paper.bodies("put_form_material") == []


def test_a_form_with_nothing_to_fill_in_is_confirmed_with_one_tap(phone: Phone, paper: Paper) -> None:
    told = plain(paper)
    go(phone, FORM)
    expect(phone.on("promise-text")).to_contain_text("真实、准确、有效")

    phone.tap("form-confirm")

    phone.on("page-case")
    [sent] = paper.heard("confirm_form")
    assert sent["materialsConfirmed"] == [one["key"] for one in told["materials"]]
    assert sent["promise"] is True


def test_in_care_mode_the_form_is_one_question_at_a_time_and_few_taps(phone: Phone, paper: Paper) -> None:
    form(paper, pickup={**paper.example_of("read_form")["pickup"], "window": WINDOW})
    phone.page.add_init_script("localStorage.setItem('palm.mode', 'care')")
    go(phone, FORM)
    expect(phone.on("step")).to_contain_text("第 1 步，一共 3 步")
    expect(phone.page.get_by_test_id("returning")).to_have_count(0)
    phone.check_screen()

    phone.tap("step-next")
    phone.on("returning")
    phone.page.reload()
    expect(phone.on("step")).to_contain_text("第 2 步")  # what was reached is kept
    phone.tap("step-next")
    phone.on("promise-text")
    phone.check_screen()
    phone.tap("form-confirm")

    phone.on("page-case")
    [sent] = paper.heard("confirm_form")
    assert sent["materialsConfirmed"] == ["application_form", "current_certificate"]


def test_in_care_mode_nobody_leaves_a_step_with_something_missing(phone: Phone, paper: Paper) -> None:
    told = form(paper)
    fields = [one | ({"value": ""} if one["key"] == "contact_phone" else {}) for one in told["fields"]]
    form(paper, fields=fields)
    phone.page.add_init_script("localStorage.setItem('palm.mode', 'care')")
    go(phone, FORM)

    phone.tap("step-next")

    expect(phone.on("row-contact_phone")).to_contain_text("这一项还没有填")
    expect(phone.on("step")).to_contain_text("第 1 步")


def test_the_address_book_is_filled_changed_and_emptied(phone: Phone, paper: Paper) -> None:
    go(phone, "/addresses")
    phone.check_screen()
    phone.tap("address-new")
    phone.tap("address-save")
    expect(phone.on("address-editor")).to_contain_text("请填联系人")
    assert paper.bodies("save_address") == []
    phone.type("address-label", "老家")
    phone.type("address-name", "甲子安")
    phone.type("address-phone", "19900000101")
    phone.type("address-address", "山东省青岛市莱西市虚构路20号")
    phone.tap("address-save")

    phone.tap(f"edit-{HOME}")
    expect(phone.on("address-editor")).to_contain_text("现在是 199****0101")
    phone.type("address-phone", "19900000777")
    phone.tap("address-save")
    phone.tap(f"remove-{HOME}")
    phone.tap(f"remove-now-{HOME}")

    phone.on("address-new")
    assert paper.heard("save_address") == [
        {"label": "老家", "name": "甲子安", "phone": "19900000101", "address": "山东省青岛市莱西市虚构路20号"}
    ]
    [changed] = paper.heard("change_address")
    assert changed == {"label": "家", "phone": "19900000777", "address": "山东省青岛市莱西市虚构路18号"}
    assert paper.effects(3)[-1] == "remove_address"


def test_what_an_address_is_called_can_be_taken_away(phone: Phone, paper: Paper) -> None:
    go(phone, "/addresses")
    phone.tap(f"edit-{HOME}")
    phone.on("address-label").fill("")

    phone.tap("address-save")

    phone.on("address-new")
    assert paper.heard("change_address") == [{"label": "", "address": "山东省青岛市莱西市虚构路18号"}]


def test_an_agent_is_not_offered_the_wallet_for_a_material(phone: Phone, paper: Paper) -> None:
    as_agent(paper)
    form(paper, materials=[REPORT])

    go(phone, FORM)

    phone.on("give-annual_report")
    expect(phone.page.get_by_test_id("wallet-annual_report")).to_have_count(0)


def test_in_care_mode_a_material_only_the_person_has_is_a_step_of_its_own(phone: Phone, paper: Paper) -> None:
    told = form(paper)
    pickup = {**told["pickup"], "window": WINDOW}
    form(paper, pickup=pickup, materials=[*told["materials"], REPORT])
    phone.page.add_init_script("localStorage.setItem('palm.mode', 'care')")
    go(phone, FORM)
    phone.tap("step-next")
    phone.tap("step-next")

    phone.tap("step-next")

    expect(phone.on("materials")).to_contain_text("上一年度经营情况年度报告还没有交")
    expect(phone.on("step")).to_contain_text("第 3 步，一共 4 步")
