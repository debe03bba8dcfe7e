"""What is said to whom is not let in, as data: by whose operation it is, and by what stands against them.

One line an audience; what an operation answers otherwise stands under its name.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from tests.architecture.contract_document import Operation
from tests.security.cast import MINI
from tests.security.matrix.agents import ELSEWHERE
from tests.security.matrix.scene import shared
from tests.security.offices import OTHER, their_refusal


class Said(NamedTuple):
    status: int
    code: str


SIGN_IN = Said(401, "sign-in-needed")
ENDED = Said(401, "session-ended")  # a token of ours for another front is none here
KEY = Said(401, "key-unknown")
FACE = Said(401, "face-needed")
SIGNATURE = Said(401, "signature-wrong")
OVER = Said(401, "outside-sign-in-ended")
FAILED = Said(401, "sign-in-failed")
ROLE = Said(403, "role-missing")
GONE = Said(404, "not-found")
NOT_FOR = Said(404, "not-representative")


class Against(StrEnum):
    """What keeps a caller out."""

    NOBODY = "says who they are in no way"
    ELSEWHERE = "has a credential for another front"
    UNPROVEN = "has an account that nobody is known by"
    NOT_THEIRS = "asks in their own name"
    NOT_FOR_THEM = "says they act for the school"
    SENT_FOR_ELSE = "acts for the school in another item"
    COLLEAGUE = "works here, and has no such role"


PERSON = {
    Against.NOBODY: SIGN_IN,
    Against.ELSEWHERE: ENDED,
    Against.NOT_THEIRS: GONE,
    Against.NOT_FOR_THEM: NOT_FOR,
    Against.SENT_FOR_ELSE: GONE,
}
REFUSALS: Mapping[str, Mapping[Against, Said]] = MappingProxyType(
    {
        "person": PERSON,
        "enterprise": {**PERSON, Against.UNPROVEN: FACE},
        "verifier": {Against.NOBODY: SIGN_IN, Against.ELSEWHERE: KEY},
        "staff": {Against.NOBODY: SIGN_IN, Against.ELSEWHERE: KEY, Against.COLLEAGUE: ROLE},
    }
)
OTHERWISE: Mapping[str, Mapping[Against, Said]] = MappingProxyType(
    {
        # whose session it is, is asked; for whom somebody acts is not
        **{
            name: {Against.NOT_FOR_THEM: GONE} for name in ("end_session", "change_address", "remove_address")
        },
        "end_staff_session": {Against.COLLEAGUE: GONE},
        "read_queue": {Against.COLLEAGUE: ROLE},  # each queue has roles of its own, whosever cases are in it
        **dict.fromkeys(
            ("finish_wechat_check", "send_wechat_check_code", "finish_wechat_way"),
            dict.fromkeys((Against.UNPROVEN, Against.NOT_THEIRS, Against.NOT_FOR_THEM), GONE),
        ),
    }
)
# whatever credential somebody sends along: it is not the one that counts here
NO_TOKEN_COUNTS: Mapping[str, Said] = MappingProxyType(
    {
        "refresh_session": SIGN_IN,
        "sign_in_by_code": Said(401, "code-wrong"),
        "enter_by_ticket": Said(401, "ticket-refused"),
        **dict.fromkeys(
            ("sign_in_by_unified_identity", "sign_in_by_business_licence"), Said(401, "outside-sign-in-ended")
        ),
        # a return to the phone that began, which none of these is
        **dict.fromkeys(("sign_in_by_unified_identity", "sign_in_by_business_licence"), OVER),
        **dict.fromkeys(("sign_in_staff", "confirm_enrolment"), FAILED),
        **dict.fromkeys(("check_wechat_address", "receive_wechat_events"), SIGNATURE),
        **dict.fromkeys(("check_official_account_address", "receive_official_account_event"), SIGNATURE),
        **dict.fromkeys(("receive_courier_order_news", "receive_back_end_push"), SIGNATURE),
        **dict.fromkeys(("receive_regulator_gap", "exchange_ticket"), SIGNATURE),
    }
)
# what an agent is sent to do, and to read for it; everything else is the principal's own
BY_MANDATE = frozenset(
    {
        *("read_home", "read_invitation", "answer_invitation", "read_start", "start_by_oneself"),
        *("read_matter_link", "read_matter_code"),
        *("read_case", "read_timeline", "read_document", "withdraw_case", "enter_waybill"),
        *("read_invitation_screen", "read_case_screen", "read_form_screen", "read_forms_screen"),
        "read_rating_screen",
        "say_received",
        *("list_forms", "read_form", "edit_form", "dispute_field", "put_form_material"),
        *("remove_form_material", "sign_own_forms"),
        *("confirm_form", "confirm_forms"),
        *("read_supplement", "put_supplement_material", "answer_supplement"),
        *("list_promises", "put_promised_material", "withdraw_promise"),
    }
)
# whose case it is comes before what mandates are for
OF_THE_CASE_FIRST = frozenset({"put_supplement_licence", "put_form_licence"})


def against(who: str, name: str, audience: str) -> Against:
    """What stands against this caller at an operation of that audience."""
    if who == "anonymous":
        return Against.NOBODY
    front = "staff" if who.startswith(("staff ", OTHER)) else "verifier" if who == "verifier" else "person"
    if who.startswith(MINI):
        front = "enterprise"
    if front != audience:
        return Against.ELSEWHERE
    if front == "staff":
        return Against.COLLEAGUE
    if "nobody known" in who:
        return Against.UNPROVEN
    if who == ELSEWHERE and name in BY_MANDATE | OF_THE_CASE_FIRST:
        return Against.SENT_FOR_ELSE
    return Against.NOT_FOR_THEM if who.endswith("for the school") else Against.NOT_THEIRS


def refusal(operation: Operation, who: str) -> Said:
    """Exactly what the caller is told who has no business there."""
    name = shared(operation)
    if name in NO_TOKEN_COUNTS:
        return NO_TOKEN_COUNTS[name]
    audience = str(operation.told["x-audience"])
    stands = against(who, name, audience)
    if stands is Against.COLLEAGUE and who.startswith(OTHER) and name not in OTHERWISE:
        return Said(*their_refusal(operation, who))
    return OTHERWISE.get(name, {}).get(stands) or REFUSALS[audience][stands]
