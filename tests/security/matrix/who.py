"""Who gets in where, as data: one row an operation, named as on the phone page. No row, no build."""

from tests.architecture.contract_document import OPERATIONS
from tests.security.cast import FORMER, MINI

OWNER = "甲 for the school"
EVERYBODY = "everybody"
ANY_ACCOUNT = "whoever WeChat knows, with a face or without"
NOBODY = "nobody"  # the credential is no token: a cookie, a signature
FRESH_FACE = "whose face was compared just now, for themselves or by right"
ANYBODY_SIGNED_IN = "whoever is signed in, for themselves or by right"
WHO = {
    **dict.fromkeys(
        (
            "read_console",
            "read_page",
            "read_static",
            "read_worker",
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
            *("read_other_way_consent", "open_other_way", "send_check_code", "finish_other_way"),
            "read_wechat_way_consent",
            "list_counters",
            *("read_mini_program_link", "read_mini_program_code"),
            "book_appointment",
            "check_message",
            "find_items",
            "read_guide",
            "read_wechat_consent",
            "sign_in_by_wechat",
            "ask_sign_in_code",
            *("list_sign_in_ways", "begin_outside_sign_in"),
            "choose_password",
            # the secret or the token of the address is the credential, and it is right here
            "receive_sms_reports",
            "receive_sms_replies",
            *("receive_tencent_sms_reports", "receive_tencent_sms_replies"),
            "receive_face_doorbell",
            "receive_courier_track_news",
            "receive_sf_routes",
            "receive_ems_tracks",
        ),
        EVERYBODY,
    ),
    **dict.fromkeys(
        (
            "refresh_session",
            "sign_in_by_code",  # one-use digits, which nobody here has
            "enter_by_ticket",  # a one-use ticket, likewise
            # a return to the device that began, which none of these is
            *("sign_in_by_unified_identity", "sign_in_by_business_licence"),
            "receive_courier_order_news",
            "receive_back_end_push",
            "receive_regulator_gap",
            "check_wechat_address",
            "receive_wechat_events",
            *("check_official_account_address", "receive_official_account_event"),
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
            "unbind_app",
            *("list_addresses", "save_address"),
            "end_phone_links",
            "start_by_oneself",
            "ask_back_end",
            "tell_back_end",
            "issue_jump",
            "list_accesses",
            *("read_preferences", "change_preferences", "list_messages"),
            *("list_mandates", "draft_mandate"),
            "list_parties",
            "issue_web_view_ticket",
            *("list_data_exports", "preview_erasure"),
            "withdraw_face_consent",
        ),
        ANYBODY_SIGNED_IN,
    ),
    **dict.fromkeys(
        (
            *("keep_phone_number", "open_wechat_check", "open_wechat_way"),
            *("list_subscriptions", "note_subscription"),
        ),
        ANY_ACCOUNT,
    ),
    **dict.fromkeys(
        ("finish_wechat_check", "send_wechat_check_code", "finish_wechat_way"),
        f"{MINI}stranger for themselves, {MINI}stranger for the school",
    ),
    **dict.fromkeys(
        (
            "read_invitation",
            *("read_matter_link", "read_matter_code"),
            "answer_invitation",
            "read_case",
            "read_form",
            "edit_form",
            "dispute_field",
            "confirm_form",
            "read_timeline",
            *("read_invitation_screen", "read_case_screen", "read_form_screen", "read_forms_screen"),
            *("read_rating_screen", "read_licence_screen"),
            "read_document",
            "rate_case",
            *("present_licence", "order_wallet"),
            "list_views",
            "read_start",
            "enter_waybill",
            "say_received",
            "list_forms",
            "confirm_forms",
            "read_supplement",
            "put_supplement_material",
            "put_supplement_licence",
            "answer_supplement",
            "withdraw_case",
            "put_form_material",
            *("put_form_licence", "remove_form_material", "sign_own_forms"),
            *("change_address", "remove_address"),
            "list_promises",
            "put_promised_material",
            "withdraw_promise",
            "end_session",
            *("read_data_export", "fetch_data_export", "read_erasure"),
            *("read_mandate", "give_mandate", "end_mandate"),
        ),
        OWNER,
    ),
    **dict.fromkeys(("bind_app", "ask_data_export", "ask_erasure"), FRESH_FACE),
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
    **dict.fromkeys(
        ("list_staff_accounts", "list_account_changes", "list_bodies"), "staff audit, staff security"
    ),
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
THEMSELVES = {"stranger for themselves", f"{FORMER} for themselves"}
OTHERS_FOR_SCHOOL = {"stranger for the school", f"{FORMER} for the school"}
# no party stands in these: who says they act for the school is asked nothing about it
PARTYLESS = {
    *("list_parties", "issue_web_view_ticket"),
    "list_rating_tags",
    "sign_out",
    "sign_out_of_wechat",
    "end_phone_links",
    "withdraw_face_consent",
    *("list_sessions", "sign_out_everywhere", "list_alerts", "mark_alerts_read"),
    *("bind_app", "unbind_app"),
    *("list_addresses", "save_address"),
    *("read_preferences", "change_preferences"),
}
