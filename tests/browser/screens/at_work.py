"""The screens of the work: what waits, the invitation, the form, the case, and what may come between."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.on_paper.places import CASE
from tests.browser.on_paper.telling import drawn_on_pad
from tests.browser.phone import Phone
from tests.browser.screens.kinds import (
    AS_IT_IS_NOW,
    Act,
    State,
    changed,
    emptied,
    reading,
    tapped,
    ticked,
)
from tests.browser.screens.looking import turn_mode

MATTER = "/matters/mtr_01je7jryg1e008000000000002"
AT = f"/cases/{CASE}"
ITEM = "wg-15-minban-renewal"
HEARING = {
    "state": "hearing",
    "stateText": "拟撤销，正在听取您的意见",
    "reasons": ["不符合法定条件。"],
    "basis": "行政许可法第六十九条",
    "hearUntil": "2026-12-09",
}
RULE = {
    "id": "licence-valid",
    "words": "原证书状态为有效",
    "met": True,
    "input": "有效",
    "source": "电子证照库",
    "asOf": "2026-11-21T02:00:06Z",
}
REFUSAL = {"state": "open", "stateText": "已转给工作人员复核", "answerBy": "2026-12-09"}
BY_HAND = {"wanted": "hand"}
UNDER_WAY = dict.fromkeys(("licenceId", "decision", "decidedAt", "rating"))


def _two_forms(body: Any) -> Any:
    """With nothing disputed: what is goes to staff, and one form alone has its own page."""
    [first] = body["forms"][:1]
    fields = [one | {"disputed": False} for one in first["form"]["fields"]]
    form = first["form"] | {"fields": fields}
    return body | {
        "forms": [
            first | {"form": form},
            first | {"form": form, "caseId": "case_another", "itemCode": "another"},
        ]
    }


def _with(body: Any, **values: Any) -> Any:
    return changed(**(UNDER_WAY | values))(body)


def _both_confirmed(body: Any) -> Any:
    told = _two_forms(body)
    return told | {"forms": [one | {"form": one["form"] | {"state": "confirmed"}} for one in told["forms"]]}


def _with_staff(body: Any) -> Any:
    form = body["form"] | {"state": "filling", "fields": [], "materials": []}
    return body | {"caseState": "with_staff", "form": form}


def _adopted(**other: Any) -> dict[str, Any]:
    return {"state": "adopted", "version": 1, "rules": [RULE]} | other


def _given(body: Any) -> Any:
    over = {"state": "given", "stateText": "已补交", "mayGive": False, "givenAt": "2026-12-01T02:00:00Z"}
    return body | {"promises": [one | over for one in body["promises"]]}


def _at_step(number: int, shows: str) -> Act:
    """In care mode the form stands at this step, and this is on it."""

    def look(phone: Phone) -> None:
        turn_mode(phone.page)
        expect(phone.on("step")).to_contain_text(f"第 {number} 步")
        phone.on(shows)
        turn_mode(phone.page)

    return look


def _too_old(phone: Phone) -> None:
    """Nothing else of the page comes back until it is opened anew."""
    phone.on("take-newest")


HOME = reading(
    "home",
    "/",
    "page-home",
    signed_out="page-start",
    empty=State(shows="empty", says={"read_home": emptied("matters", "cases")}),
    elsewhere=AS_IT_IS_NOW,
    faces={"too-old": State(shows="page-too-old", refuses={"read_home": "client-too-old"}, acts=(_too_old,))},
)
INVITATION = reading(
    "matter",
    MATTER,
    "why",
    elsewhere=State(
        shows="problem",
        refuses={"answer_invitation": "matter-already-answered"},
        acts=(*ticked(f"answer-{ITEM}-yes", "promise"), *tapped("answer-submit")),
    ),
)
FORMS = reading(
    "forms",
    f"{MATTER}/forms",
    "forms-confirm",
    says={"list_forms": _two_forms},
    elsewhere=State(shows="page-forms-done", says={"list_forms": _both_confirmed}),
)
CASE_SCREEN = reading(
    "case",
    AT,
    "case-head",
    elsewhere=State(
        shows="ending-withdrawal",
        says={"read_case": lambda body: _with(body, state="withdrawn", stateText="已撤回")},
    ),
)
FORM = reading(
    "form",
    f"{AT}/form",
    "form-confirm",
    empty=State(
        shows="page-form-filling", says={"read_form": changed(state="filling", fields=[], materials=[])}
    ),
    elsewhere=State(shows="page-form-done", says={"read_form": changed(state="confirmed")}),
    faces={
        "with-staff": State(shows="page-form-with-staff", says={"read_form_screen": _with_staff}),
        "signature": State(shows="pad", says={"read_form": changed(signature=BY_HAND)}, acts=(drawn_on_pad,)),
        "step-2": State(shows="form-confirm", kept={f"step {CASE}": 1}, acts=(_at_step(2, "returning"),)),
        "step-3": State(
            shows="form-confirm",
            kept={f"step {CASE}": 2},
            says={"read_form": changed(signature=BY_HAND)},
            acts=(_at_step(3, "pad"),),
        ),
    },
)
RATING = reading(
    "rating",
    f"{AT}/rating",
    "rating-send",
    says={"read_case": changed(rating=None)},
    elsewhere=State(
        shows="page-rating-done",
        says={"read_case": changed(rating=None)},
        refuses={"rate_case": "already-rated"},
        acts=(*ticked("level-5"), *tapped("rating-send")),
    ),
)
SUPPLEMENT = reading(
    "supplement",
    f"{AT}/supplement",
    "supplement",
    elsewhere=State(
        shows="page-supplement", says={"read_supplement": changed(state="answered", stateText="已补正")}
    ),
)
WITHDRAWAL = reading(
    "withdrawal",
    f"{AT}/withdrawal",
    "withdrawal-means",
    says={"read_case": lambda body: _with(body, state="accepted", stateText="已受理")},
    elsewhere=State(shows="not-withdrawable"),
)
PROMISES = reading(
    "promises",
    f"{AT}/promises",
    "page-promises",
    empty=State(shows="empty", says={"list_promises": emptied("promises")}),
    elsewhere=State(shows="[data-state=given]", says={"list_promises": _given}),
)
AUTOMATIC = reading(
    "automatic",
    f"{AT}/automatic",
    "automatic-send",
    says={"read_case": changed(instant=_adopted(canRefuse=True))},
    empty=State(shows="empty"),
    elsewhere=State(shows="refusal", says={"read_case": changed(instant=_adopted(refusal=REFUSAL))}),
)
STATEMENT = reading(
    "statement",
    f"{AT}/statement",
    "statement-send",
    says={"read_case": changed(revocation=HEARING)},
    empty=State(shows="empty"),
    elsewhere=State(
        shows="statement-said",
        says={"read_case": changed(revocation=HEARING | {"state": "kept", "statement": "没有违反规定。"})},
    ),
)
AT_WORK = (
    HOME,
    INVITATION,
    FORMS,
    CASE_SCREEN,
    FORM,
    RATING,
    SUPPLEMENT,
    WITHDRAWAL,
    PROMISES,
    AUTOMATIC,
    STATEMENT,
)
