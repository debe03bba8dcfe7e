"""Rows that stay while what they say of people goes (脱敏): nothing of anybody lies under their seal then."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

import msgspec
from tortoise.connection import get_connection

from domain.kernel.ports import Cipher

NOTICE, FORM = "notices.sealed", "forms.sealed"
Blanked = Literal["notices", "forms"]
# an empty digest is nobody's number and no code's; no form that was ever filled in has such a version
SAYING: Mapping[Blanked, str] = {"notices": "to_index <> ''::bytea", "forms": "version >= 0"}
# which matters nothing comes of any more: «not now» may become yes up to an offer's last day
OVER = """
SELECT m.id FROM matters m WHERE m.state IN ('closed', 'lapsed') OR (m.state = 'declined' AND NOT EXISTS (
    SELECT 1 FROM invitations i JOIN offers o ON o.invitation_id = i.id
    WHERE i.matter_id = m.id AND o.last_day >= %(today)s))
"""
_BLANK = {
    "notices": "UPDATE notices SET sealed = %s, to_index = ''::bytea, code_digest = ''::bytea WHERE id = %s",
    "forms": "UPDATE forms SET sealed = %s, version = -1 WHERE id = %s",
}
_NOTICE: Mapping[str, object] = {"to": "", "values": {}, "wording": ""}
_OF_A_FORM: Mapping[str, object] = {
    "fields": [],
    "materials": [],
    "certificate_number": "",
    "pickup": None,
    "delivery": None,
    "lost": None,
}


async def blank(cipher: Cipher, table: Blanked, rows: Sequence[Mapping[str, Any]]) -> int:
    """`rows`: each with `id` and `sealed`. Inside a transaction; how many there were."""
    for row in rows:
        sealed = _notice(cipher, row["id"]) if table == "notices" else _form(cipher, row["id"], row["sealed"])
        await get_connection("default").execute_query(_BLANK[table], [sealed, row["id"]])
    return len(rows)


def _notice(cipher: Cipher, row: UUID) -> bytes:
    return cipher.seal(NOTICE, row, msgspec.json.encode(_NOTICE))


def _form(cipher: Cipher, row: UUID, sealed: bytes) -> bytes:
    """What the form could be stays, what it said goes."""
    held = msgspec.json.decode(cipher.open(FORM, row, bytes(sealed)))
    return cipher.seal(FORM, row, msgspec.json.encode({**held, **_OF_A_FORM}))
