"""Who may do what (AZ-1): every operation of the contract against everybody who may knock."""

from datetime import timedelta

import pytest

from tests.architecture.contract_document import OPERATIONS, Operation
from tests.http.caller import BY_NAME
from tests.http.hand import Hand
from tests.security.cast import FORMER, MINI, Cast, parameters_of, unknown, with_ids

pytestmark = pytest.mark.asyncio(loop_scope="module")

OWNER = "甲 for the school"
EVERYBODY = "everybody"
ANY_ACCOUNT = "whoever WeChat knows, with a face or without"
NOBODY = "nobody"  # the credential is no token: a cookie, a signature
ANYBODY_SIGNED_IN = "whoever is signed in, for themselves or by right"
WHO = {
    **dict.fromkeys(
        (
            "read_console",
            "read_page",
            "read_static",
            "live",
            "ready",
            "metrics",
            "read_contract",
            "read_token_keys",
            "list_problems",
            "read_problem",
            "read_face_consent",
            "open_identity_check",
            "finish_identity_check",
            "list_counters",
            "book_appointment",
            "check_message",
            "find_items",
            "read_guide",
            "read_wechat_consent",
            "sign_in_by_wechat",
            "ask_sign_in_code",
            "choose_password",
            # the secret or the token of the address is the credential, and it is right here
            "receive_sms_reports",
            "receive_sms_replies",
            "receive_face_doorbell",
            "receive_courier_track_news",
        ),
        EVERYBODY,
    ),
    **dict.fromkeys(
        (
            "refresh_session",
            "sign_in_by_code",  # one-use digits, which nobody here has
            "receive_courier_order_news",
            "receive_back_end_push",
            "receive_regulator_gap",
            "check_wechat_address",
            "receive_wechat_events",
            "exchange_ticket",
            "sign_in_staff",
            "confirm_enrolment",
        ),
        NOBODY,
    ),
    **dict.fromkeys(
        (
            "read_home",
            "read_wallet",
            "list_rating_tags",
            "sign_out",
            "sign_out_of_wechat",
            *("list_sessions", "sign_out_everywhere", "list_alerts", "mark_alerts_read"),
            "end_phone_links",
            "start_by_oneself",
            "ask_back_end",
            "tell_back_end",
            "issue_jump",
            "list_accesses",
            "withdraw_face_consent",
        ),
        ANYBODY_SIGNED_IN,
    ),
    **dict.fromkeys(
        ("keep_phone_number", "open_wechat_check", "list_subscriptions", "note_subscription"), ANY_ACCOUNT
    ),
    "finish_wechat_check": f"{MINI}stranger for themselves, {MINI}stranger for the school",
    **dict.fromkeys(
        (
            "read_invitation",
            "answer_invitation",
            "read_case",
            "read_form",
            "edit_form",
            "dispute_field",
            "confirm_form",
            "read_timeline",
            "read_document",
            "rate_case",
            "present_licence",
            "list_views",
            "read_start",
            "enter_waybill",
            "list_forms",
            "confirm_forms",
            "read_supplement",
            "put_supplement_material",
            "put_supplement_licence",
            "answer_supplement",
            "withdraw_case",
            "put_form_material",
            "list_promises",
            "put_promised_material",
            "withdraw_promise",
            "end_session",
        ),
        OWNER,
    ),
    **dict.fromkeys(("verify_presentation", "read_verifier"), "verifier"),
    **dict.fromkeys(
        ("list_console_items", "list_item_versions", "read_item_version"),
        "staff audit, staff business, staff chief, staff clerk",
    ),
    **dict.fromkeys(
        (
            *("draft_new_item", "draft_item_version", "edit_item_version", "edit_item_fields"),
            "discard_item_version",
        ),
        "staff business",
    ),
    **dict.fromkeys(("check_item_version", "try_item_version"), "staff business, staff chief"),
    **dict.fromkeys(("decide_item_version", "roll_back_item_version"), "staff chief"),
    **dict.fromkeys(
        ("list_push_lists", "read_push_list", "list_findings", "read_queue"),
        "staff audit, staff business, staff chief",
    ),
    "decide_push_list": "staff chief",
    "list_case_accesses": "staff audit",
    "list_doubts": "staff audit, staff business, staff chief, staff clerk",
    **dict.fromkeys(
        (
            *("sign_out_staff", "sign_out_staff_everywhere", "list_staff_sessions"),
            *("read_staff_me", "read_today"),
        ),
        "staff audit, staff business, staff chief, staff clerk, staff security",
    ),
    "end_staff_session": "staff clerk",  # whose own it is
    **dict.fromkeys(("list_staff_accounts", "list_account_changes"), "staff audit, staff security"),
    **dict.fromkeys(("ask_account_change", "decide_account_change"), "staff security"),
    "read_stuck": "staff audit, staff business",
    "retry_stuck": "staff business",
    "list_supervision_days": "staff audit, staff business",
    "replay_results": "staff business",
    **dict.fromkeys(
        ("settle_doubt", "settle_supplement", "note_supplement_call"), "staff chief, staff clerk"
    ),
    **dict.fromkeys(
        ("find_cases", "read_case_for_staff", "read_document_for_staff"),
        "staff audit, staff business, staff chief, staff clerk",
    ),
    **dict.fromkeys(("list_arriving", "list_certificates", "read_contact_phone"), "staff audit, staff clerk"),
    **dict.fromkeys(
        (
            "scan_certificates",
            "void_certificates",
            "note_courier_call",
            "order_shipment_again",
            "confirm_receipt",
            "declare_parcel_lost",
            "reissue_certificate",
            "hand_over_at_counter",
        ),
        "staff clerk",
    ),
    **dict.fromkeys(
        ("list_calls", "read_call", "read_call_phone", "list_appointments", "list_visits", "read_visit"),
        "staff audit, staff clerk",
    ),
    **dict.fromkeys(
        ("note_call", "settle_call", "book_for_call", "open_visit", "end_visit", "sign_forms"), "staff clerk"
    ),
    **dict.fromkeys(
        ("read_grievance", "reopen_grievance", "give_statement", "refuse_automatic"),
        OWNER,
    ),
    **dict.fromkeys(("list_grievances", "raise_grievance"), ANYBODY_SIGNED_IN),
    **dict.fromkeys(
        (
            *("show_grievance", "read_instant_case", "read_recheck", "read_revocation", "read_promise"),
            *("read_grievance_phone", "read_case_phone"),
        ),
        "staff audit, staff chief, staff clerk",
    ),
    **dict.fromkeys(
        ("list_shadows", "read_instant_figures"), "staff audit, staff business, staff chief, staff clerk"
    ),
    **dict.fromkeys(
        (
            *("note_contact", "answer_grievance", "hand_grievance_over"),
            *("review_instant_case", "judge_recheck", "prepare_revocation", "record_statement"),
            "check_promise",
        ),
        "staff chief, staff clerk",
    ),
    **dict.fromkeys(("find_malice", "decide_revocation", "sign_extension"), "staff chief"),
    **dict.fromkeys(("list_clocks", "read_clock"), "staff audit, staff chief, staff clerk"),
    **dict.fromkeys(("stop_clock", "resume_clock", "prepare_extension"), "staff chief, staff clerk"),
    **dict.fromkeys(("read_figures", "export_table"), "staff audit, staff business, staff chief"),
}
# in a visit: what the person may read, their clerk and the auditor may; what they may do, their clerk may
WHO |= {
    operation.name: NOBODY
    if WHO.get(operation.name.removeprefix("counter_")) == NOBODY
    else f"{'staff audit, ' if operation.method == 'get' else ''}staff clerk"
    for operation in OPERATIONS
    if operation.name.startswith("counter_")
}
CLOSED = {401, 403, 404}
THEMSELVES = {"stranger for themselves", f"{FORMER} for themselves"}
OTHERS_FOR_SCHOOL = {"stranger for the school", f"{FORMER} for the school"}
# no party stands in these: who says they act for the school is asked nothing about it
PARTYLESS = {
    "list_rating_tags",
    "sign_out",
    "sign_out_of_wechat",
    "end_phone_links",
    "withdraw_face_consent",
    *("list_sessions", "sign_out_everywhere", "list_alerts", "mark_alerts_read"),
}


def _admitted(operation: Operation, knocking: set[str]) -> set[str]:
    row = WHO[_shared(operation)]
    if row == EVERYBODY:
        return knocking
    if row == NOBODY:
        return set()
    if row == ANY_ACCOUNT:
        return {who for who in knocking if who.startswith(MINI)}
    front = MINI if operation.told["x-audience"] == "enterprise" else ""
    if row == OWNER:
        return {front + OWNER}
    if row == ANYBODY_SIGNED_IN:
        for_school = OTHERS_FOR_SCHOOL if _shared(operation) in PARTYLESS else set()
        return {front + who for who in {OWNER, *THEMSELVES, *for_school}} & knocking
    return set(row.split(", "))


def _shared(operation: Operation) -> str:
    """Its name on the phone page, when it has one there."""
    return operation.name.removeprefix("enterprise_")


async def test_every_operation_has_its_row() -> None:
    assert set(WHO) == {_shared(operation) for operation in OPERATIONS}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
async def test_only_those_get_in_who_have_business_there(cast: Cast, operation: Operation) -> None:
    knocking = cast.tokens()
    if operation.name.startswith("sign_out"):
        knocking = _with_sessions_to_end(cast) | await cast.to_leave()
    if _shared(operation) == "sign_out_everywhere":
        knocking |= await cast.passers_by(_admitted(operation, set(knocking)))
    admitted = _admitted(operation, set(knocking))

    answered = {}
    for who, (token, party) in knocking.items():
        answered[who] = (await cast.knock(operation, token=token, acting_for=party)).status

    # who has no credential in hand is told to wait after some tries
    closed = CLOSED | {429} if not admitted else CLOSED
    got_in = {who for who, status in answered.items() if status not in closed}
    assert got_in == admitted, answered
    assert not [who for who, status in answered.items() if status >= 500], answered


def _with_sessions_to_end(cast: Cast) -> dict[str, tuple[str, str]]:
    """Everybody, those who sign in with another session than the one the other tests need."""
    others = {who: knock for who, knock in cast.tokens().items() if not who.endswith("for the school")}
    return others | {who: (token, "") for who, token in cast.to_end.items()}


@pytest.mark.parametrize("operation", with_ids("person", "enterprise"), ids=lambda operation: operation.name)
async def test_a_strangers_id_answers_as_an_unknown_one_does(cast: Cast, operation: Operation) -> None:
    nobodys = cast.path(operation, **{name: unknown(name) for name in parameters_of(operation)})

    token = cast.stranger(operation)
    if operation.name == "finish_wechat_check":
        token = cast.mini["nobody known"]  # the check is the stranger's own
    theirs = await cast.knock(operation, token=token)
    unknown_one = await cast.knock(operation, token=token, path=nobodys)
    malformed = await cast.knock(
        operation,
        token=token,
        path=cast.path(operation, **dict.fromkeys(parameters_of(operation), "x")),
    )

    assert theirs.status == 404
    assert _told(theirs.raw.content, theirs.body) == _told(unknown_one.raw.content, unknown_one.body)
    assert _told(theirs.raw.content, theirs.body) == _told(malformed.raw.content, malformed.body)


async def test_somebody_elses_check_answers_as_an_unknown_one_does(cast: Cast) -> None:
    operation = BY_NAME["finish_identity_check"]
    wrong = {"json": {"resumeToken": "invented-resume-token-0000", "ticket": "0" * 64}}
    cast.bodies["finish_identity_check"], kept = wrong, cast.bodies["finish_identity_check"]

    theirs = await cast.knock(operation)
    unknown_one = await cast.knock(
        operation, path=cast.path(operation, identityCheckId=unknown("identityCheckId"))
    )

    cast.bodies["finish_identity_check"] = kept
    assert theirs.status == 404
    assert _told(theirs.raw.content, theirs.body) == _told(unknown_one.raw.content, unknown_one.body)


@pytest.mark.parametrize("operation", with_ids("staff"), ids=lambda operation: operation.name)
@pytest.mark.parametrize(
    "spoilt", ["unknown", "case_00000000000000000000000007", "x", "%00", "%FF", "..%2F.."]
)
async def test_staff_find_nothing_under_an_id_that_is_none(
    cast: Cast, operation: Operation, spoilt: str
) -> None:
    keys = cast.tokens()
    who = WHO[operation.name].split(", ")[0]
    path = cast.path(
        operation,
        **{name: unknown(name) if spoilt == "unknown" else spoilt for name in parameters_of(operation)},
    )

    answer = await cast.knock(operation, token=keys[who][0], path=path)

    assert (answer.status, answer.code) == (404, "not-found")


async def test_the_school_is_as_closed_as_a_party_nobody_has(cast: Cast) -> None:
    operation = BY_NAME["read_home"]

    theirs = await cast.knock(operation, token=cast.yi.token, acting_for=cast.school)
    nobodys = await cast.knock(operation, token=cast.yi.token, acting_for="pty_" + "0" * 25 + "7")

    assert theirs.status == 404
    assert _told(theirs.raw.content, theirs.body) == _told(nobodys.raw.content, nobodys.body)


async def test_who_speaks_for_nobody_sees_nothing_of_the_school_on_the_first_screen(cast: Cast) -> None:
    for hand in (cast.yi, cast.bing):
        home = await hand.get("/v1/citizen/home")

        assert (home["matters"], home["cases"], home["cards"]) == ([], [], 0)
        assert cast.school not in str(home)


@pytest.mark.parametrize(
    "operation", [one for one in OPERATIONS if one.told["x-level"] == "face"], ids=lambda one: one.name
)
async def test_a_face_of_six_minutes_ago_binds_nobody(cast: Cast, operation: Operation) -> None:
    cast.town.clock.go_on(timedelta(minutes=6))

    answer = await cast.knock(operation, token=cast.owner(operation), acting_for=cast.school)

    cast.town.clock.go_on(-timedelta(minutes=6))
    assert (answer.status, answer.code, answer.body["needs"]) == (401, "face-needed", "face")
    assert "insufficient_user_authentication" in answer.raw.headers["www-authenticate"]


async def test_a_document_is_found_in_its_own_case_only(cast: Cast) -> None:
    operation = BY_NAME["read_document"]
    hand: Hand = cast.jia

    elsewhere = await cast.knock(
        operation,
        token=hand.token,
        acting_for=cast.school,
        path=cast.path(operation, documentId=unknown("documentId")),
    )

    assert elsewhere.status == 404


def _told(content: bytes, body: dict[str, str]) -> bytes:
    """The answer but for the request's own number."""
    return content.replace(body["instance"].encode(), b"")
