"""Which rows of one party belong to a family that may be erased (删除个人信息), and how they go."""

from collections.abc import Mapping
from types import MappingProxyType

from adapters.postgres.blanking import OVER, SAYING, Blanked
from domain.privacy.erasure import Family, Stay

MATTERS = "(SELECT id FROM matters WHERE holder_id = %(party)s)"
ENDED = f"(SELECT id FROM matters WHERE holder_id = %(party)s AND id IN ({OVER}))"  # noqa: S608 - our own words
# still to go out, or perhaps out: emptied, it could neither be sent nor asked after
_ON_ITS_WAY = "state IN ('drafted', 'queued', 'sending', 'unknown')"
_UNCONFIRMED = (
    "(SELECT id FROM cases WHERE party_id = %(party)s AND confirmed_at IS NULL"
    " AND state IN ('closed', 'revoked'))"
)
# by the number only where there is no matter: one number rings about other parties' matters too
_OF_CALLS = (
    "done_at IS NOT NULL AND (matter_id IN :matters OR (matter_id IS NULL AND phone_index = ANY(%(phones)s)))"
)
# what a decision, a complaint or somebody who looked refers to stays with them
_LOOSE = (
    "holder_id = %(party)s"
    " AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.licence_id = licences.id)"
    " AND NOT EXISTS (SELECT 1 FROM grievances g WHERE g.licence_id = licences.id)"
    " AND NOT EXISTS (SELECT 1 FROM looks l WHERE l.licence_id = licences.id)"
)
_BY_WECHAT = "visitor_id IN (SELECT id FROM visitors WHERE person_id = %(party)s)"
_BY_NUMBER = "account_id IN (SELECT id FROM phone_accounts WHERE person_id = %(party)s)"
# whoever begins a session by one holds it first: its sessions end after it is ours
_IN_ORDER = "WHERE person_id = %(party)s ORDER BY id FOR UPDATE"
# the face that asked goes on and reads the receipt: on no number any more; in the mini-program, where there
# is no session without an account, for some minutes
_ENDING = (
    "UPDATE sessions SET ended_at = %(now)s, ended_why = 'unlinked' WHERE ended_at IS NULL"
    " AND face_purpose IS DISTINCT FROM 'data' AND"
)

# family → table, and which of its rows
WHICH: Mapping[Family, tuple[str, str]] = MappingProxyType(
    {
        Family.COPIES: (
            "data_exports",  # one being put together is waited for
            "party_id = %(party)s AND (sealed IS NOT NULL OR state = 'asked')",
        ),
        Family.ADDRESSES: ("addresses", "person_id = %(party)s"),
        Family.SUBSCRIPTIONS: ("subscriptions", "openid_index = ANY(%(openids)s)"),
        Family.CALLS: ("calls", ":called AND (phone IS NOT NULL OR phone_index IS NOT NULL)"),
        Family.NOTICES: ("notices", f"{SAYING['notices']} AND matter_id IN :ended AND NOT :going"),
        Family.APPOINTMENTS: ("appointments", "day < %(today)s AND matter_id IN :matters"),
        Family.FORMS: ("forms", f"{SAYING['forms']} AND id IN :unconfirmed"),
        Family.WALLET: ("licences", ":loose"),
        Family.ALERTS: ("alerts", "person_id = %(party)s AND read_at < %(half_a_year)s"),
        Family.CONSENTS: ("consents", "person_index = %(index)s AND withdrawn_at < %(three_years)s"),
        Family.PREFERENCES: ("preferences", "id = %(party)s"),
        Family.WECHAT: ("visitors", "person_id = %(party)s"),
        Family.PHONES: ("phone_accounts", "person_id = %(party)s"),
        Family.SESSIONS: (
            "sessions",
            "person_id = %(party)s AND coalesce(ended_at, ends_at) < %(half_a_year)s",
        ),
    }
)
# of another table, counted with them and going with them
ALSO: Mapping[Family, tuple[str, str]] = MappingProxyType(
    {
        Family.PREFERENCES: ("card_orders", "person_id = %(party)s"),
        Family.WECHAT: ("followers", "unionid_index = ANY(%(unionids)s)"),
        Family.SESSIONS: ("app_devices", "person_id = %(party)s"),
    }
)
# what hangs on them and goes first
BEFORE: Mapping[Family, tuple[str, ...]] = MappingProxyType(
    {
        Family.CALLS: (
            "UPDATE call_attempts SET note = NULL WHERE call_id IN (SELECT id FROM calls WHERE :called)",
        ),
        Family.NOTICES: (
            (
                "DELETE FROM address_codes WHERE invitation_id IN (SELECT id FROM invitations"
                " WHERE matter_id IN :ended) AND invitation_id NOT IN"
                " (SELECT invitation_id FROM notices WHERE matter_id IN :matters AND :going)"
            ),
        ),
        Family.FORMS: ("DELETE FROM material_files WHERE case_id IN :unconfirmed",),
        Family.WALLET: (
            "DELETE FROM wallets WHERE holder_id = %(party)s",
            "DELETE FROM presentations WHERE licence_id IN (SELECT id FROM licences WHERE :loose)",
        ),
        Family.WECHAT: (
            f"SELECT 1 FROM visitors {_IN_ORDER}",  # noqa: S608 - our own words
            f":ending {_BY_WECHAT}",
            f"UPDATE sessions SET ends_at = least(ends_at, %(soon)s) WHERE ended_at IS NULL AND {_BY_WECHAT}",  # noqa: S608 - our own words
        ),
        Family.PHONES: (
            f"SELECT 1 FROM phone_accounts {_IN_ORDER}",  # noqa: S608 - likewise
            f":ending {_BY_NUMBER}",
            f"UPDATE sessions SET account_id = NULL WHERE ended_at IS NULL AND {_BY_NUMBER}",  # noqa: S608 - likewise
        ),
    }
)
# rows that stay with nothing of anybody in them; all others go whole
BLANKED: Mapping[Family, Blanked] = MappingProxyType({Family.NOTICES: "notices", Family.FORMS: "forms"})
EMPTIED: Mapping[Family, str] = MappingProxyType(
    {
        Family.COPIES: "sealed = NULL, state = 'ended'",
        Family.CALLS: "phone = NULL, phone_index = NULL",
    }
)


_MEANT = {
    ":called": _OF_CALLS,
    ":going": _ON_ITS_WAY,
    ":unconfirmed": _UNCONFIRMED,
    ":loose": _LOOSE,
    ":ending": _ENDING,
}
_MINE = {":matters": MATTERS, ":ended": ENDED}


def said(sql: str) -> str:
    """With what our own words for some rows stand for."""
    for word, meaning in (*_MEANT.items(), *_MINE.items()):
        sql = sql.replace(word, meaning)
    return sql


# what no family takes: by which words of the preview a table's rows are named as staying
STAYS: Mapping[str, Stay] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                *("cases", "supplements", "supplement_files", "promises", "promised_files", "proposals"),
                *("decisions", "documents", "clock_stops", "clock_extensions", "case_requests", "signatures"),
                *("rechecks", "revocations", "shipments", "results", "archives", "instant_reviews"),
            ),
            Stay.CASE,
        ),
        **dict.fromkeys(("matters", "invitations", "offers", "starts", "visits"), Stay.DEALINGS),
        **dict.fromkeys(("mandates", "mandate_uses"), Stay.MANDATES),
        **dict.fromkeys(("grievances", "ratings"), Stay.VOICES),
        **dict.fromkeys(("authorities", "register_answers"), Stay.REGISTERS),
        **dict.fromkeys(("looks", "gateway_tickets"), Stay.LOGS),
        "identity_checks": Stay.CHECKS,
        "parties": Stay.IDENTITY,
        "evidence": Stay.EVIDENCE,
        "ledger_entries": Stay.LEDGER,
        "data_accesses": Stay.ACCESSES,
        "erasures": Stay.ERASURE,
    }
)
NOT_NAMED: Mapping[str, str] = {
    "shadow_weighings": "how rules not yet in force would have weighed: of cases, by their numbers alone",
    "bad_numbers": "keyed digests of numbers that are not theirs",
}
