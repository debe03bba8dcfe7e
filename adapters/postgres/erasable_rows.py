"""Which rows of one party belong to a family that may be erased (删除个人信息), and how they go."""

from collections.abc import Mapping
from types import MappingProxyType

from adapters.postgres.blanking import SAYING, Blanked
from domain.privacy.erasure import Family

MATTERS = "(SELECT id FROM matters WHERE holder_id = %(party)s)"
ENDED = "(SELECT id FROM matters WHERE holder_id = %(party)s AND state IN ('closed', 'lapsed', 'declined'))"
_UNCONFIRMED = (
    "(SELECT id FROM cases WHERE party_id = %(party)s AND confirmed_at IS NULL"
    " AND state IN ('closed', 'revoked'))"
)
_OF_CALLS = "done_at IS NOT NULL AND (matter_id IN :matters OR phone_index = ANY(%(phones)s))"
# what a decision, a complaint or somebody who looked refers to stays with them
_LOOSE = (
    "holder_id = %(party)s"
    " AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.licence_id = licences.id)"
    " AND NOT EXISTS (SELECT 1 FROM grievances g WHERE g.licence_id = licences.id)"
    " AND NOT EXISTS (SELECT 1 FROM looks l WHERE l.licence_id = licences.id)"
)
_ENDING = "UPDATE sessions SET ended_at = %(now)s, ended_why = 'unlinked' WHERE ended_at IS NULL AND"

# family → table, and which of its rows
WHICH: Mapping[Family, tuple[str, str]] = MappingProxyType(
    {
        Family.COPIES: ("data_exports", "party_id = %(party)s AND sealed IS NOT NULL"),
        Family.SUBSCRIPTIONS: ("subscriptions", "openid_index = ANY(%(openids)s)"),
        Family.CALLS: ("calls", ":called AND (phone IS NOT NULL OR phone_index IS NOT NULL)"),
        Family.NOTICES: ("notices", f"{SAYING['notices']} AND matter_id IN :ended"),
        Family.APPOINTMENTS: ("appointments", "day < %(today)s AND matter_id IN :matters"),
        Family.FORMS: ("forms", f"{SAYING['forms']} AND id IN :unconfirmed"),
        Family.WALLET: ("licences", ":loose"),
        Family.ALERTS: ("alerts", "person_id = %(party)s AND read_at IS NOT NULL"),
        Family.CONSENTS: ("consents", "person_index = %(index)s AND withdrawn_at < %(three_years)s"),
        Family.WECHAT: ("visitors", "person_id = %(party)s"),
        Family.PHONES: ("phone_accounts", "person_id = %(party)s"),
        Family.SESSIONS: (
            "sessions",
            "person_id = %(party)s AND (ended_at IS NOT NULL OR ends_at <= %(now)s)",
        ),
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
                "DELETE FROM address_codes WHERE invitation_id IN"
                " (SELECT id FROM invitations WHERE matter_id IN :ended)"
            ),
        ),
        Family.FORMS: ("DELETE FROM material_files WHERE case_id IN :unconfirmed",),
        Family.WALLET: (
            "DELETE FROM wallets WHERE holder_id = %(party)s",
            "DELETE FROM presentations WHERE licence_id IN (SELECT id FROM licences WHERE :loose)",
        ),
        Family.WECHAT: (":ending visitor_id IN (SELECT id FROM visitors WHERE person_id = %(party)s)",),
        Family.PHONES: (":ending account_id IN (SELECT id FROM phone_accounts WHERE person_id = %(party)s)",),
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


_MEANT = {":called": _OF_CALLS, ":unconfirmed": _UNCONFIRMED, ":loose": _LOOSE, ":ending": _ENDING}
_MINE = {":matters": MATTERS, ":ended": ENDED}


def said(sql: str) -> str:
    """With what our own words for some rows stand for."""
    for word, meaning in (*_MEANT.items(), *_MINE.items()):
        sql = sql.replace(word, meaning)
    return sql
