"""The screens of the work: what waits, the invitation, the form, the case, and what may come between."""

from typing import Any

from tests.browser.on_paper.places import CASE
from tests.browser.screens.kinds import State, changed, emptied, reading, tapped, ticked

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


HOME = reading(
    "home",
    "/",
    "page-home",
    signed_out="page-start",
    empty=State(shows="empty", says={"read_home": emptied("matters", "cases")}),
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
FORMS = reading("forms", f"{MATTER}/forms", "forms-confirm", says={"list_forms": _two_forms})
CASE_SCREEN = reading("case", AT, "case-head")
FORM = reading(
    "form",
    f"{AT}/form",
    "form-confirm",
    empty=State(
        shows="page-form-filling", says={"read_form": changed(state="filling", fields=[], materials=[])}
    ),
    elsewhere=State(shows="page-form-done", says={"read_form": changed(state="confirmed")}),
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
)
AUTOMATIC = reading(
    "automatic",
    f"{AT}/automatic",
    "automatic-send",
    says={
        "read_case": changed(instant={"state": "adopted", "version": 1, "rules": [RULE], "canRefuse": True})
    },
    empty=State(shows="empty"),
)
STATEMENT = reading(
    "statement",
    f"{AT}/statement",
    "statement-send",
    says={"read_case": changed(revocation=HEARING)},
    empty=State(shows="empty"),
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
