"""Sign-in codes (短信验证码) in PostgreSQL: digests of the digits, found by the number's keyed digest."""

from collections.abc import Collection
from datetime import datetime

from tortoise.connection import get_connection

from adapters.postgres.phone_accounts import account_index
from adapters.postgres.rows.identity import SignInCodeRow
from domain.identity.sign_in_code import DAY, CodePurpose, SignInCode
from domain.kernel.ids import SignInCodeId
from domain.kernel.personal import Phone
from domain.kernel.ports import Digests

# a few with each new one, so that nobody waits for a sweep and none is needed
FORGET = """
DELETE FROM sign_in_codes WHERE id IN
  (SELECT id FROM sign_in_codes WHERE ends_at < %s ORDER BY ends_at LIMIT 20 FOR UPDATE SKIP LOCKED)
"""
WRONG = """
SELECT coalesce(sum(tries - (used_at IS NOT NULL)::int), 0) AS wrong FROM sign_in_codes
WHERE phone_index = %s AND purpose = %s AND asked_at >= %s
"""


class PostgresSignInCodes:
    """Implements domain.identity.sign_in_code.SignInCodes."""

    def __init__(self, digests: Digests) -> None:
        self._digests = digests

    async def asked(self, phone: Phone, purpose: CodePurpose, since: datetime) -> tuple[datetime, ...]:
        index = account_index(self._digests, phone)
        turn = int.from_bytes(index[:8], "big", signed=True)
        await get_connection("default").execute_query("SELECT pg_advisory_xact_lock(%s)", [turn])
        found = SignInCodeRow.filter(phone_index=index, purpose=str(purpose), asked_at__gte=since)
        return tuple([row.asked_at async for row in found])

    async def add(self, phone: Phone, purpose: CodePurpose, code: SignInCode) -> None:
        await get_connection("default").execute_query(FORGET, [code.asked_at - DAY - DAY])
        await SignInCodeRow.create(
            id=code.code_id,
            phone_index=account_index(self._digests, phone),
            purpose=str(purpose),
            code=code.digest,
            asked_at=code.asked_at,
            ends_at=code.ends_at,
            tries=code.tries,
            sent_as="",
        )

    async def take_newest(
        self, phone: Phone, purpose: CodePurpose, *, among: Collection[SignInCodeId] | None = None
    ) -> SignInCode | None:
        index = account_index(self._digests, phone)
        found = SignInCodeRow.filter(phone_index=index, purpose=str(purpose))
        if among is not None:
            found = found.filter(id__in=list(among))
        row = await found.order_by("-asked_at", "-id").select_for_update().first()
        if row is None:
            return None
        return SignInCode(
            SignInCodeId(row.id), row.code, row.asked_at, row.ends_at, row.tries, used_at=row.used_at
        )

    async def wrong_since(self, phone: Phone, purpose: CodePurpose, since: datetime) -> int:
        values = [account_index(self._digests, phone), str(purpose), since]
        [row] = await get_connection("default").execute_query_dict(WRONG, values)
        return int(row["wrong"])

    async def save(self, code: SignInCode) -> None:
        await SignInCodeRow.filter(id=code.code_id).update(tries=code.tries, used_at=code.used_at)

    async def note_sent(self, code: SignInCodeId, reference: str, at: datetime) -> None:
        await SignInCodeRow.filter(id=code).update(sent_as=reference[:64], sent_at=at)
