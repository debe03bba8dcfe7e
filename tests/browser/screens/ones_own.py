"""The screens of what is one's own: licences, mandates, complaints, the account and its settings."""

from typing import Any

from tests.browser.on_paper.places import CASE
from tests.browser.on_paper.telling import LICENCE
from tests.browser.screens.kinds import (
    AS_IT_IS_NOW,
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


SECOND = "lic_01je7jryg5e008000000000007"
LINE = "adr_01je7jryg9e00800000000000a"


def _two_cards(body: Any) -> Any:
    [card] = body["cards"]
    return body | {"cards": [card, card | {"licenceId": SECOND, "numberTail": "0002号"}]}


def _all_over(body: Any) -> Any:
    return body | {"given": [one | {"state": "revoked", "words": "已撤销"} for one in body["given"]]}


def _oneself_alone(body: Any) -> Any:
    return body | {"parties": [one for one in body["parties"] if one["kind"] == "person"]}


WALLET = reading(
    "wallet",
    "/wallet",
    "page-wallet",
    empty=State(shows="empty", says={"read_wallet": emptied("cards")}),
    elsewhere=State(
        shows="problem",
        says={"read_wallet": _two_cards},
        refuses={"order_wallet": "not-found"},
        acts=tapped("order", f"down-{LICENCE}"),
    ),
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
    elsewhere=AS_IT_IS_NOW,
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
SESSIONS = reading(
    "sessions",
    "/sessions",
    "session-list",
    elsewhere=State(
        shows="problem",
        refuses={"end_session": "not-found"},
        acts=tapped("end-ses_01je7jrygae00800000000000b"),
    ),
)
NUMBER_GONE = asking(
    "number-gone",
    "/number-gone",
    "page-number-gone",
    is_open=False,
    operation="end_phone_links",
    elsewhere="what was ended elsewhere is ended: asked for again, it is answered alike",
    sends=State(shows="", acts=tapped("end-phone-links")),
    expired=State(shows="page-sign-in", troubled="session-ended", acts=tapped("end-phone-links")),
)
ALERTS = reading(
    "alerts",
    "/alerts",
    "page-alerts",
    empty=State(shows="empty", says={"list_alerts": emptied("alerts")}),
    elsewhere=AS_IT_IS_NOW,
)
MANDATES = reading(
    "mandates",
    "/mandates",
    "mandates-given",
    empty=State(shows="empty", says={"list_mandates": emptied("given", "received")}),
    elsewhere=State(shows="mandates-over", says={"list_mandates": _all_over}),
)
NEW_MANDATE = reading(
    "mandate-new",
    "/mandates/new",
    "draft-mandate",
    empty="a city without items has no page to give a mandate on",
    elsewhere="a second draft is another one; what counts already stands on the list",
)
ONE_MANDATE = reading(
    "mandate",
    MANDATE,
    "mandate",
    elsewhere=State(shows="mandate", says={"read_mandate": changed(state="revoked", words="已撤销")}),
    faces={
        "draft": State(
            shows="mandate-text",
            says={"read_mandate": changed(state="draft", words="待您确认", givenAt=None, uses=[])},
        )
    },
)
ACCESSES = reading(
    "accesses",
    "/accesses",
    "access-list",
    empty=State(shows="empty", says={"list_accesses": emptied("accesses")}),
    elsewhere=AS_IT_IS_NOW,
)
MY_DATA = reading(
    "my-data",
    "/my-data",
    "copies",
    empty=State(shows="copies", says={"list_data_exports": emptied("dataExports")}),
    elsewhere=State(
        shows="problem",
        refuses={"ask_erasure": "erasure-preview-changed"},
        acts=(*tapped("see-erasure"), *ticked("read-it"), *tapped("erase")),
    ),
)
ACTING = reading(
    "acting",
    "/acting",
    "page-acting",
    empty=State(shows="acting-alone", says={"list_parties": _oneself_alone}),
    elsewhere=AS_IT_IS_NOW,
)
SETTINGS = reading(
    "settings",
    "/settings",
    "wishes",
    elsewhere=State(
        shows="elsewhere",
        refuses={"change_preferences": "changed-meanwhile"},
        acts=ticked("quiet-own"),
    ),
)
MESSAGES = reading(
    "messages",
    "/messages",
    "fraud-words",
    empty=State(shows="empty", says={"list_messages": emptied("messages")}),
    elsewhere=AS_IT_IS_NOW,
)
ADDRESSES = reading(
    "addresses",
    "/addresses",
    "address-new",
    empty=State(shows="addresses-empty", says={"list_addresses": emptied("addresses")}),
    elsewhere=State(
        shows="problem",
        refuses={"change_address": "not-found"},
        acts=tapped(f"edit-{LINE}", "address-save"),
    ),
    faces={"editor": State(shows="address-editor", acts=tapped("address-new", "address-save"))},
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
