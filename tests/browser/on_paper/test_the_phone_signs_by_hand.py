"""The signature by hand on the phone, on the contract's examples: one form, several, a turned phone."""

from playwright.sync_api import expect

from tests.browser.on_paper.places import CASE
from tests.browser.on_paper.telling import AT, drawn_on_pad, form, go
from tests.browser.paper import Paper
from tests.browser.phone import Phone

FORM = f"{AT}/form"
MATTER = "/matters/mtr_01je7jryg1e008000000000002"
BY_HAND = {"wanted": "hand"}
DIGEST = "9b2c41e07fd35a8816c0e4b2d7f9a3508c6e1d4f2b7a90e3c5d8f1a64b7e2c90"
ANOTHER, ITS_DIGEST, UNSIGNED = "case_01je7jryg2e008000000000004", "5" * 64, "case_01je7jryg2e008000000000005"


def test_the_signature_is_asked_for_given_once_and_outlives_the_face(phone: Phone, paper: Paper) -> None:
    form(paper, signature=BY_HAND)
    go(phone, FORM)
    phone.tick("material-all")
    phone.tick("promise")
    phone.tap("form-confirm")
    expect(phone.on("sign")).to_contain_text("请在签字板上签上您的名字")
    assert paper.bodies("sign_own_forms") == paper.bodies("confirm_form") == []

    drawn_on_pad(phone)
    phone.check_screen()
    paper.refuses["confirm_form"] = ["face-needed-for-matter"]
    phone.tap("form-confirm")
    phone.on("page-consent")
    go(phone, FORM)
    phone.on("signed")
    phone.tap("form-confirm")

    phone.on("page-case")
    effects = [one.operation for one in paper.sent if one.operation in {"sign_own_forms", "confirm_form"}]
    assert effects == ["sign_own_forms", "confirm_form", "confirm_form"]
    named = [one["signature"] for one in paper.heard("confirm_form")]
    assert named == [paper.example_of("sign_own_forms")["digest"]] * 2
    [signed] = paper.heard("sign_own_forms")
    assert signed["cases"] == [{"caseId": CASE, "digest": DIGEST}]
    assert all(0 <= x <= 1000 and 0 <= y <= 1000 and ms >= 0 for x, y, ms in signed["strokes"][0])


def test_a_signature_that_counts_no_more_is_asked_for_anew(phone: Phone, paper: Paper) -> None:
    form(paper, signature=BY_HAND)
    go(phone, FORM)
    phone.tick("material-all")
    phone.tick("promise")
    drawn_on_pad(phone)
    paper.refuses["confirm_form"] = ["signature-needed"]
    phone.tap("form-confirm")
    expect(phone.on("page-form")).to_contain_text("须由本人手写签名后确认")

    drawn_on_pad(phone)
    phone.tap("form-confirm")

    phone.on("page-case")
    assert len(paper.heard("sign_own_forms", 2)) == 2


def test_a_phone_that_is_turned_keeps_what_was_written_and_wiping_clears_it(
    phone: Phone, paper: Paper
) -> None:
    form(paper, signature=BY_HAND)
    go(phone, FORM)
    drawn_on_pad(phone)

    phone.page.set_viewport_size({"width": 720, "height": 360})
    expect(phone.on("pad")).to_have_attribute("data-strokes", "1")
    inked = phone.page.evaluate(
        """() => { const pad = document.querySelector("[data-test=pad]");
          const { data } = pad.getContext("2d").getImageData(0, 0, pad.width, pad.height);
          return data.some((one) => one > 0); }"""
    )
    phone.tap("pad-clear")

    assert inked
    expect(phone.on("pad")).to_have_attribute("data-strokes", "0")


def test_one_signature_is_given_for_those_of_several_forms_that_want_it(phone: Phone, paper: Paper) -> None:
    told = paper.example_of("list_forms")
    first = told["forms"][0]
    filled = first["form"] | {"fields": [one | {"disputed": False} for one in first["form"]["fields"]]}
    wanting = [
        first | {"form": filled | {"signature": BY_HAND}},
        first | {"caseId": ANOTHER, "form": filled | {"digest": ITS_DIGEST, "signature": BY_HAND}},
        first | {"caseId": UNSIGNED, "form": filled},
    ]
    paper.says["list_forms"] = told | {"forms": wanting}
    go(phone, f"{MATTER}/forms")
    phone.tick("materials-all")
    phone.tick("promise")
    drawn_on_pad(phone)

    paper.says["list_forms"] = told | {"forms": [one | {"form": {"state": "confirmed"}} for one in wanting]}
    phone.tap("forms-confirm")

    phone.on("page-forms-done")
    [sent] = paper.heard("confirm_forms")
    [signed] = paper.heard("sign_own_forms")
    assert signed["cases"] == [{"caseId": CASE, "digest": DIGEST}, {"caseId": ANOTHER, "digest": ITS_DIGEST}]
    given = paper.example_of("sign_own_forms")["digest"]
    assert [one.get("signature") for one in sent["forms"]] == [given, given, None]
