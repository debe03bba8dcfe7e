"""The screens before anybody is known: the code, the fraud check, the ways in, the guides, the counter."""

from tests.browser.screens.kinds import (
    ALWAYS_SOMETHING,
    ASKS_NOTHING,
    FETCHES_NOTHING,
    NOTHING_TO_FINISH,
    OPEN_TO_ALL,
    Kind,
    Screen,
    State,
    asking,
    changed,
    emptied,
    filled,
    instead,
    reading,
    tapped,
)

NAME, NUMBER, PHONE, CODE = "甲子安", "999999190001010007", "19900000101", "731502844"
CHECK = "idc_01je7jryg7e008000000000008"
BACK = f"/identity?check={CHECK}&ticket={'0' * 64}"
HELD = {"check": {"id": CHECK, "resumeToken": "invented-resume-token-0000"}}
FAILED = {
    "state": "failed",
    "cause": "other_face",
    "advice": "未能确认是您本人，请在光线充足处重试；今天还可再试3次。",
    "alternatives": [{"kind": "counter", "title": "预约窗口办理", "how": "带身份证原件到场。"}],
}
CARD = "9900000000000010"
WHO = (filled("name", NAME), filled("id-number", NUMBER))

CARD_FORM = (*WHO, *tapped("agree-way"))
PROVED = (
    *CARD_FORM,
    filled("card-number", CARD),
    filled("bank-phone", PHONE),
    *tapped("ask-code"),
    filled("sms-code", "482913"),
    *tapped("prove-bank"),
)


START = Screen(
    name="start",
    path="/code",
    is_open=True,
    states={
        Kind.READY: State(shows="fraud-words"),
        Kind.LOADING: ASKS_NOTHING,
        Kind.EMPTY: ALWAYS_SOMETHING,
        Kind.ERROR: State(shows="unknown-page", path="/no-such-page"),
        Kind.OFFLINE: FETCHES_NOTHING,
        Kind.ELSEWHERE: NOTHING_TO_FINISH,
        Kind.EXPIRED: OPEN_TO_ALL,
    },
)
MESSAGE = asking(
    "message",
    "/message",
    "page-message",
    operation="check_message",
    sends=State(
        shows="",
        acts=(filled("message-code", CODE), filled("message-phone", PHONE), *tapped("message-check")),
    ),
)
SIGN_IN = asking(
    "sign-in",
    "/sign-in",
    "by-face",
    operation="ask_sign_in_code",
    problem="too-many-requests",
    sends=State(shows="", acts=(filled("phone-number", PHONE), *tapped("ask-code"))),
)
SIGNED_IN = Screen(
    name="signed-in",
    path="/signed-in?way=unified-identity&error=access_denied",
    is_open=True,
    goes_on=True,
    states={
        Kind.READY: State(shows="page-signed-in-not"),
        Kind.LOADING: State(
            shows="page-signed-in",
            path="/signed-in?way=unified-identity&ticket=TK-invented-000001&state=invented-state-0001",
            is_held=True,
        ),
        Kind.EMPTY: State(shows="page-signed-in-not", path="/signed-in?way=unified-identity"),
        Kind.ERROR: State(
            shows="problem",
            path="/signed-in?way=unified-identity&ticket=TK-invented-000002&state=invented-state-0002",
            refuses={"sign_in_by_unified_identity": "outside-unavailable"},
        ),
        Kind.OFFLINE: State(
            shows="problem",
            path="/signed-in?way=unified-identity&ticket=TK-invented-000003&state=invented-state-0003",
            is_offline=True,
        ),
        Kind.ELSEWHERE: State(
            shows="problem",
            path="/signed-in?way=unified-identity&ticket=TK-invented-000004&state=invented-state-0004",
            refuses={"sign_in_by_unified_identity": "outside-sign-in-ended"},
        ),
        Kind.EXPIRED: OPEN_TO_ALL,
    },
)
ENTER = Screen(
    name="enter",
    path="/enter?ticket=invented-ticket-0001",
    is_open=True,
    goes_on=True,
    states={
        Kind.READY: State(shows="enter-agree"),
        Kind.LOADING: State(shows="loading", is_held=True),
        Kind.EMPTY: "a page without a ticket leads to the first screen",
        Kind.ERROR: State(shows="problem", refuses={"enter_by_ticket": "outside-unavailable"}),
        Kind.OFFLINE: State(shows="problem", is_offline=True),
        Kind.ELSEWHERE: State(shows="problem", refuses={"enter_by_ticket": "ticket-refused"}),
        Kind.EXPIRED: "a ticket that is over is refused as one that was used",
    },
)
CONSENT = reading("consent", "/consent", "consent-text", is_open=True)
PERSON = asking(
    "person",
    "/person",
    "page-person",
    kept={"consent": "face-2026-11-22"},
    operation="open_identity_check",
    problem="identity-attempts-exceeded",
    sends=State(shows="", acts=(*WHO, *tapped("open-face"))),
)
IDENTITY = Screen(
    name="identity",
    path=BACK,
    kept=HELD,
    is_open=True,
    states={
        Kind.READY: State(shows="page-identity-failed", says={"finish_identity_check": instead(FAILED)}),
        Kind.LOADING: State(
            shows="identity-pending", says={"finish_identity_check": instead({"state": "pending"})}
        ),
        Kind.EMPTY: ALWAYS_SOMETHING,
        Kind.ERROR: State(shows="problem", refuses={"finish_identity_check": "outside-unavailable"}),
        Kind.OFFLINE: State(shows="problem", is_offline=True),
        Kind.ELSEWHERE: State(shows="page-identity-lost", path="/identity?check=idc_another&ticket=0"),
        Kind.EXPIRED: State(
            shows="page-identity-expired", refuses={"finish_identity_check": "identity-check-ended"}
        ),
    },
)
OTHER_WAY = reading(
    "other-way",
    "/other-way?way=bank",
    "way-consent-text",
    is_open=True,
    elsewhere=State(shows="page-other-way-lost", path="/other-way?way=network&check=idc_another"),
    faces={
        "card": State(shows="page-other-way-bank", acts=CARD_FORM),
        "waiting": State(shows="way-pending", acts=PROVED),
    },
)
APPOINTMENT = reading(
    "appointment",
    "/appointment",
    "appointment-book",
    is_open=True,
    empty=State(shows="page-appointment", says={"list_counters": emptied("counters")}),
    elsewhere=State(
        shows="problem",
        refuses={"book_appointment": "appointment-day-invalid"},
        acts=(
            filled("appointment-name", NAME),
            filled("appointment-phone", PHONE),
            *tapped("appointment-book"),
        ),
    ),
)
ITEMS = reading(
    "items",
    "/items",
    "page-items",
    is_open=True,
    empty=State(shows="empty", says={"find_items": emptied("items")}),
)
GUIDE = reading(
    "guide",
    "/items/wg-15-minban-renewal",
    "guide-steps",
    is_open=True,
    empty=State(
        shows="page-guide",
        says={
            "read_guide": changed(
                steps=[],
                abolishedBy={"title": "某规定（演示）", "document": "第1号", "inForceFrom": "2026-11-01"},
            )
        },
    ),
)
HELPER = Screen(
    name="helper",
    path="/helper",
    is_open=True,
    states={
        Kind.READY: State(shows="helper-begin"),
        Kind.LOADING: ASKS_NOTHING,
        Kind.EMPTY: ALWAYS_SOMETHING,
        Kind.ERROR: ASKS_NOTHING,
        Kind.OFFLINE: FETCHES_NOTHING,
        Kind.ELSEWHERE: NOTHING_TO_FINISH,
        Kind.EXPIRED: OPEN_TO_ALL,
    },
)
COMING_IN = (
    START,
    MESSAGE,
    SIGN_IN,
    SIGNED_IN,
    ENTER,
    CONSENT,
    PERSON,
    IDENTITY,
    OTHER_WAY,
    APPOINTMENT,
    ITEMS,
    GUIDE,
    HELPER,
)
