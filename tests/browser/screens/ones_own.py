"""The screens of what is one's own: licences, mandates, complaints, the account and its settings."""

from typing import Any

from tests.browser.on_paper.places import CASE
from tests.browser.on_paper.telling import LICENCE
from tests.browser.screens.kinds import (
    State,
    asking,
    changed,
    emptied,
    filled,
    instead,
    reading,
    tapped,
    ticked,
)

MANDATE = "/mandates/mdt_01je7jryg9e00800000000000m"
TOLD = {
    "grievanceId": "grv_01je7jrygae00800000000000e",
    "kind": "complaint",
    "kindText": "找茬吐槽",
    "state": "open",
    "stateText": "待答复",
    "words": "等得太久。",
    "raisedAt": "2026-12-01T02:00:00Z",
    "due": "2026-12-08",
    "answers": [],
}
ANSWER = {"text": "已核对。", "remedy": "stands", "remedyText": "核实无误", "at": "2026-12-01T08:00:00Z"}


def _oneself_alone(body: Any) -> Any:
    return body | {"parties": [one for one in body["parties"] if one["kind"] == "person"]}


WALLET = reading(
    "wallet",
    "/wallet",
    "page-wallet",
    empty=State(shows="empty", says={"read_wallet": emptied("cards")}),
)
LICENCE_SCREEN = reading(
    "licence",
    f"/licences/{LICENCE}",
    "presentation",
    acts=tapped("show-code"),
    says={"present_licence": changed(expiresAt="2026-12-02T03:12:30Z")},
    empty=State(shows="missing", refuses={"read_licence_screen": "not-found"}),
    elsewhere=State(
        shows="problem",
        refuses={"present_licence": "licence-not-showable"},
        acts=tapped("show-code"),
    ),
)
GRIEVANCES = reading(
    "grievances",
    "/grievances",
    "grievance-list",
    says={"list_grievances": instead({"grievances": [TOLD]})},
    empty=State(shows="empty"),
)
NEW_GRIEVANCE = reading(
    "grievance-new",
    f"/grievances/new?kind=complaint&case={CASE}",
    "grievance-send",
    elsewhere=State(
        shows="grievance-stands",
        refuses={"raise_grievance": "grievance-open"},
        acts=(filled("grievance-words", "等得太久。"), *tapped("grievance-send")),
    ),
)
GRIEVANCE = reading(
    "grievance",
    "/grievances/grv_01je7jrygae00800000000000e",
    "grievance-due",
    says={"read_grievance": changed(raisedAt="2026-12-01T02:00:00Z", due="2026-12-08")},
    elsewhere=State(
        shows="grievance-answer",
        says={
            "read_grievance": changed(
                state="answered", stateText="已答复", answers=[ANSWER], reopenUntil="2026-12-12"
            )
        },
    ),
)
SESSIONS = reading("sessions", "/sessions", "session-list")
NUMBER_GONE = asking(
    "number-gone",
    "/number-gone",
    "page-number-gone",
    is_open=False,
    operation="end_phone_links",
    sends=State(shows="", acts=tapped("end-phone-links")),
    expired=State(shows="page-sign-in", troubled="session-ended", acts=tapped("end-phone-links")),
)
ALERTS = reading(
    "alerts",
    "/alerts",
    "page-alerts",
    empty=State(shows="empty", says={"list_alerts": emptied("alerts")}),
)
MANDATES = reading(
    "mandates",
    "/mandates",
    "mandates-given",
    empty=State(shows="empty", says={"list_mandates": emptied("given", "received")}),
)
NEW_MANDATE = reading(
    "mandate-new",
    "/mandates/new",
    "draft-mandate",
    empty="a city without items has no page to give a mandate on",
)
ONE_MANDATE = reading(
    "mandate",
    MANDATE,
    "mandate",
    elsewhere=State(shows="mandate", says={"read_mandate": changed(state="revoked", words="已撤销")}),
)
ACCESSES = reading(
    "accesses",
    "/accesses",
    "access-list",
    empty=State(shows="empty", says={"list_accesses": emptied("accesses")}),
)
MY_DATA = reading(
    "my-data",
    "/my-data",
    "copies",
    empty=State(shows="copies", says={"list_data_exports": emptied("dataExports")}),
)
ACTING = reading(
    "acting",
    "/acting",
    "page-acting",
    empty=State(shows="acting-alone", says={"list_parties": _oneself_alone}),
)
SETTINGS = reading(
    "settings",
    "/settings",
    "wishes",
    elsewhere=State(
        shows="saved",
        refuses={"change_preferences": "changed-meanwhile"},
        acts=ticked("quiet-own"),
    ),
)
MESSAGES = reading(
    "messages",
    "/messages",
    "fraud-words",
    empty=State(shows="empty", says={"list_messages": emptied("messages")}),
)
ADDRESSES = reading(
    "addresses",
    "/addresses",
    "address-new",
    empty=State(shows="addresses-empty", says={"list_addresses": emptied("addresses")}),
)
ONES_OWN = (
    WALLET,
    LICENCE_SCREEN,
    GRIEVANCES,
    NEW_GRIEVANCE,
    GRIEVANCE,
    SESSIONS,
    NUMBER_GONE,
    ALERTS,
    MANDATES,
    NEW_MANDATE,
    ONE_MANDATE,
    ACCESSES,
    MY_DATA,
    ACTING,
    SETTINGS,
    MESSAGES,
    ADDRESSES,
)
