"""What each rule of retention (保存期限) removes: which table, which rows, and whether they go whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from adapters.postgres.blanking import OVER, SAYING, Blanked

GOES = ""


@dataclass(frozen=True, slots=True)
class Expiring:
    """`over`: which rows of the table ended before %(before)s. `emptied`: what is set instead of deleting."""

    table: str
    over: str
    emptied: str = GOES
    blanked: Blanked | None = None


# a matter that is over and no case of which has still to be kept as it is
_KEPT = """
SELECT 1 FROM cases c LEFT JOIN archives a ON a.case_id = c.id
WHERE c.matter_id = evidence.matter_id AND (c.state NOT IN ('closed', 'revoked') OR a.id IS NULL
    OR a.until IS NULL OR a.until >= %(today)s)
"""

PLACES: Mapping[str, Expiring] = MappingProxyType(
    {
        "kept-answers": Expiring("kept_answers", "kept_at < %(before)s"),
        "sign-in-codes": Expiring("sign_in_codes", "ends_at < %(before)s"),
        "data-exports": Expiring(
            "data_exports", "ends_at <= %(before)s AND sealed IS NOT NULL", "sealed = NULL, state = 'ended'"
        ),
        "outside-sign-ins": Expiring("outside_sign_ins", "ends_at < %(before)s"),
        "appointments": Expiring("appointments", "day < %(day)s"),
        "address-codes": Expiring("address_codes", "valid_through < %(day)s"),
        "calls": Expiring(
            "calls",
            "done_at < %(before)s AND (phone IS NOT NULL OR phone_index IS NOT NULL)",
            "phone = NULL, phone_index = NULL",
        ),
        "call-notes": Expiring("call_attempts", "at < %(before)s AND note IS NOT NULL", "note = NULL"),
        "notices": Expiring(
            "notices",
            f"queued_at < %(before)s AND {SAYING['notices']} AND matter_id IN ({OVER})",
            blanked="notices",
        ),
        # also what nobody ever knew what to do with: a report of no message of ours names a number
        "inbox": Expiring("inbox", "coalesce(done_at, received_at) < %(before)s"),
        "unlinked-wechat": Expiring("visitors", "person_id IS NULL AND signed_in_at < %(before)s"),
        "left-followers": Expiring("followers", "ended_at < %(before)s"),
        "unlinked-phones": Expiring("phone_accounts", "person_id IS NULL AND signed_in_at < %(before)s"),
        "identity-checks": Expiring("identity_checks", "forgotten_at IS NOT NULL AND opened_at < %(before)s"),
        "sessions": Expiring("sessions", "coalesce(ended_at, ends_at) < %(before)s"),
        "app-devices": Expiring("app_devices", "bound_at < %(before)s"),
        "sms-tries": Expiring("sms_tries", "tried_at < %(before)s"),
        "staff-sessions": Expiring("staff_sessions", "coalesce(ended_at, ends_at) < %(before)s"),
        "alerts": Expiring("alerts", "read_at < %(before)s"),
        "gateway-tickets": Expiring("gateway_tickets", "issued_at < %(before)s"),
        "looks": Expiring("looks", "at < %(before)s"),
        "consents": Expiring("consents", "withdrawn_at < %(before)s"),
        "erasures": Expiring("erasures", "done_at < %(before)s AND sealed IS NOT NULL", "sealed = NULL"),
        "evidence": Expiring(
            "evidence",
            f"kept_at < %(before)s AND sealed IS NOT NULL AND NOT EXISTS ({_KEPT})"
            f" AND (matter_id IS NULL OR matter_id IN ({OVER}))",
            "sealed = NULL",
        ),
    }
)
