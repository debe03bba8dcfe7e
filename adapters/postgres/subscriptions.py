"""Subscriptions (订阅消息授权) in PostgreSQL: accounts by keyed digest, one row for each template."""

from collections.abc import Mapping

from tortoise.connection import get_connection

from adapters.postgres.rows.subscriptions import SubscriptionRow
from domain.invitations.subscription import Subscription
from domain.kernel.personal import OpenId
from domain.kernel.ports import Digests, NewId

ADD = """
INSERT INTO subscriptions (id, openid_index, template_id, credits) VALUES (%s, %s, %s, 0)
ON CONFLICT (openid_index, template_id) DO NOTHING
"""


class PostgresSubscriptions:
    """Implements domain.invitations.subscription.Subscriptions."""

    def __init__(self, digests: Digests, new_id: NewId) -> None:
        self._digests, self._new_id = digests, new_id

    async def take(self, openid: OpenId, template_id: str) -> Subscription:
        index = self._index(openid)
        await get_connection("default").execute_query(ADD, [self._new_id(), index, template_id])
        held = SubscriptionRow.select_for_update()
        return _subscription(openid, await held.get(openid_index=index, template_id=template_id))

    async def of_account(self, openid: OpenId) -> Mapping[str, Subscription]:
        rows = await SubscriptionRow.filter(openid_index=self._index(openid))
        return {row.template_id: _subscription(openid, row) for row in rows}

    async def save(self, subscription: Subscription) -> None:
        index = self._index(subscription.openid)
        await SubscriptionRow.filter(openid_index=index, template_id=subscription.template_id).update(
            credits=subscription.credits,
            revoked_at=subscription.revoked_at,
            declined_at=subscription.declined_at,
        )

    def _index(self, openid: OpenId) -> bytes:
        return subscribed_index(self._digests, openid)


def subscribed_index(digests: Digests, openid: OpenId) -> bytes:
    """Under which an account's subscriptions are found."""
    return digests.keyed("subscribed-openid", openid.reveal())


def _subscription(openid: OpenId, row: SubscriptionRow) -> Subscription:
    return Subscription(openid, row.template_id, row.credits, row.revoked_at, row.declined_at)
