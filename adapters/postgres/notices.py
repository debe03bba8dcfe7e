"""Notices (办理提示) in PostgreSQL: number, variables and wording in one sealed column."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from tortoise.connection import get_connection
from tortoise.queryset import QuerySet

from adapters.postgres.rows.invitations import NoticeRow
from adapters.postgres.rows.matters import MatterRow
from domain.invitations.notice import Notice, NoticeState
from domain.kernel.ids import AppDeviceId, FollowerId, InvitationId, MatterId, NoticeId, PartyId, VisitorId
from domain.kernel.party import Channel
from domain.kernel.personal import Phone
from domain.kernel.ports import Cipher, Digests
from domain.kernel.refusals import NotFound

PLACE = "notices.sealed"
UNSETTLED = ("sending", "unknown", "sent")  # what a message whose number we do not know may be about
SENT_ABOUT = """
SELECT n.id, m.holder_id FROM notices n JOIN matters m ON m.id = n.matter_id
WHERE m.holder_id = ANY(%(parties)s) AND n.state IN ('sending', 'sent', 'delivered', 'undelivered', 'unknown')
    AND (n.tried_at, n.id) < (%(at)s, %(id)s)
ORDER BY n.tried_at DESC, n.id DESC LIMIT %(size)s
"""
NEWEST = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))
LOOK_BACK = 10  # notices of one matter that are opened to find a number


class _Sealed(msgspec.Struct, frozen=True):
    to: str
    values: dict[str, str]
    wording: str


class PostgresNotices:
    """Implements domain.invitations.ports.Notices and SentNotices."""

    def __init__(self, cipher: Cipher, digests: Digests) -> None:
        self._cipher, self._digests = cipher, digests

    async def add(self, notice: Notice, *, code_digest: bytes) -> None:
        await NoticeRow.create(
            id=notice.notice_id,
            invitation_id=notice.invitation,
            matter_id=notice.matter,
            to_index=self._goes_to(notice),
            code_digest=code_digest,
            template=notice.template,
            sealed=self._seal(notice),
            state=str(notice.state),
            queued_at=notice.queued_at,
            tries=notice.tries,
            out_id=notice.out_id,
            reference=notice.reference,
            tried_at=notice.tried_at,
            sent_at=notice.sent_at,
            version=notice.version,
            channel=str(notice.channel),
            visitor_id=notice.visitor,
            follower_id=notice.follower,
            device_id=notice.device,
            reader_id=notice.reader,
            rung=notice.rung,
        )

    async def take(self, notice: NoticeId) -> Notice:
        row = await NoticeRow.get_or_none(id=notice)
        if row is None:
            raise NotFound(str(notice))
        await MatterRow.select_for_update().get_or_none(id=row.matter_id)
        return self._notice(await NoticeRow.select_for_update().get(id=notice))

    async def take_by_out_id(self, out_id: str) -> Notice | None:
        head = out_id.partition("-")[0]
        try:
            return await self.take(NoticeId(UUID(hex=head)))
        except (ValueError, NotFound):  # not of our making
            return None

    async def sent_to(self, phone: Phone, *, code_digest: bytes) -> Notice | None:
        row = await NoticeRow.get_or_none(
            to_index=self._index(phone), code_digest=code_digest, tried_at__isnull=False
        )
        return None if row is None else self._notice(row)

    async def take_by_message(
        self, visitor: VisitorId, reference: str, templates: tuple[str, ...]
    ) -> Notice | None:
        theirs = NoticeRow.filter(visitor_id=visitor, channel=str(Channel.MINI_PROGRAM))
        return await self._take_told(theirs, reference, templates)

    async def take_by_follower(
        self, follower: FollowerId, reference: str, templates: tuple[str, ...]
    ) -> Notice | None:
        return await self._take_told(NoticeRow.filter(follower_id=follower), reference, templates)

    async def _take_told(
        self, theirs: QuerySet[NoticeRow], reference: str, templates: tuple[str, ...]
    ) -> Notice | None:
        row = await theirs.get_or_none(reference=reference) if reference else None
        if row is None:
            found = await theirs.filter(template__in=templates, state__in=UNSETTLED, reference="").limit(2)
            row = found[0] if len(found) == 1 and found[0].state != "sending" else None
        return None if row is None else await self.take(NoticeId(row.id))

    async def tried_since(self, notice: Notice, since: datetime) -> int:
        return await NoticeRow.filter(to_index=self._goes_to(notice), tried_at__gt=since).count()

    async def save(self, notice: Notice) -> None:
        await NoticeRow.filter(id=notice.notice_id).update(
            sealed=self._seal(notice),
            state=str(notice.state),
            tries=notice.tries,
            out_id=notice.out_id,
            reference=notice.reference,
            tried_at=notice.tried_at,
            sent_at=notice.sent_at,
            version=notice.version,
        )

    async def last_number(self, matter: MatterId) -> Phone | None:
        rows = NoticeRow.filter(matter_id=matter).exclude(state=str(NoticeState.DRAFTED))
        for row in await rows.order_by("-queued_at", "-id").limit(LOOK_BACK):
            if (to := self._notice(row).to) is not None:
                return to
        return None

    async def sent_about(
        self, parties: Iterable[PartyId], *, before: tuple[datetime, UUID] | None, size: int
    ) -> tuple[tuple[Notice, PartyId], ...]:
        at, behind = before or NEWEST
        asked = {"parties": list(parties), "at": at, "id": behind, "size": size}
        told = await get_connection("default").execute_query_dict(SENT_ABOUT, asked)  # type: ignore[arg-type]  # psycopg takes names too
        rows = {row.id: row for row in await NoticeRow.filter(id__in=[one["id"] for one in told])}
        return tuple((self._notice(rows[one["id"]]), PartyId(one["holder_id"])) for one in told)

    async def told_rung(self, matter: MatterId, rung: int) -> datetime | None:
        row = await NoticeRow.get_or_none(matter_id=matter, rung=rung)
        return None if row is None else row.queued_at

    async def address(self, notice: Notice, *, code_digest: bytes) -> None:
        await NoticeRow.filter(id=notice.notice_id).update(
            to_index=self._goes_to(notice),
            code_digest=code_digest,
            channel=str(notice.channel),
            visitor_id=notice.visitor,
            follower_id=notice.follower,
            device_id=notice.device,
            reader_id=notice.reader,
        )
        await self.save(notice)

    def _goes_to(self, notice: Notice) -> bytes:
        if notice.channel is Channel.OFFICIAL_ACCOUNT:
            return self._digests.keyed("notice-follower", str(notice.follower))
        if notice.channel is Channel.APP:
            return self._digests.keyed("notice-device", str(notice.device))
        if notice.channel is Channel.MINI_PROGRAM or notice.to is None:
            return self._digests.keyed("notice-visitor", str(notice.visitor))
        return self._index(notice.to)

    def _index(self, phone: Phone) -> bytes:
        return self._digests.keyed("phone", phone.reveal())

    def _seal(self, notice: Notice) -> bytes:
        to = notice.to.reveal() if notice.to else ""
        clear = msgspec.json.encode(_Sealed(to, dict(notice.values), notice.wording))
        return self._cipher.seal(PLACE, notice.notice_id, clear)

    def _notice(self, row: NoticeRow) -> Notice:
        clear = msgspec.json.decode(self._cipher.open(PLACE, row.id, row.sealed), type=_Sealed)
        return Notice(
            NoticeId(row.id),
            InvitationId(row.invitation_id),
            MatterId(row.matter_id),
            Phone(clear.to) if clear.to else None,
            row.template,
            clear.values,
            NoticeState(row.state),
            row.queued_at,
            clear.wording,
            row.tries,
            row.out_id,
            row.reference,
            row.tried_at,
            row.sent_at,
            row.version,
            Channel.SMS if row.channel is None else Channel(row.channel),
            None if row.visitor_id is None else VisitorId(row.visitor_id),
            None if row.follower_id is None else FollowerId(row.follower_id),
            None if row.device_id is None else AppDeviceId(row.device_id),
            None if row.reader_id is None else PartyId(row.reader_id),
            row.rung,
        )
