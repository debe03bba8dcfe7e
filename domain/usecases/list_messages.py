"""List what we really sent (我们发给您的消息): every notice that went out, on whichever way, word for word.

Of whose matters: the party one acts for, and for oneself also those the registers name one for. A number
alone shows nothing: it may have been somebody else's before.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from domain.invitations.notice import Notice, NoticeState
from domain.invitations.ports import SentNotices
from domain.invitations.preference import LABELS
from domain.kernel.ids import MatterId, NoticeId, PartyId
from domain.kernel.party import Acting, Channel
from domain.kernel.refusal import Refused, Unavailable
from domain.parties.ports import Parties
from domain.usecases.ask_authorities import AskAuthorities
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.compose_shown import called

BECAME: Mapping[NoticeState, str] = MappingProxyType(
    {
        NoticeState.SENDING: "正在发送",
        NoticeState.SENT: "已发出",
        NoticeState.DELIVERED: "已送达",
        NoticeState.UNDELIVERED: "没有送达",
        NoticeState.UNKNOWN: "已发出，是否送达还在核实",
    }
)
_CODE = re.compile(r"(?<![0-9])[0-9]{3} [0-9]{3} (?=[0-9]{3}(?![0-9]))")


@dataclass(frozen=True, slots=True)
class MessageLine:
    """`to`: the number a text went to, masked; empty where it went elsewhere, or is not kept any more.
    `wording`: but for all of the address code except its end; empty once it is not kept any more."""

    notice: NoticeId
    at: datetime
    way: Channel
    way_words: str
    to: str
    wording: str
    state: NoticeState
    state_words: str
    matter: MatterId
    party: PartyId
    party_name: str


@dataclass(frozen=True, slots=True)
class MessagesView:
    """`is_partial`: the register is away, and who else one stands for is not known."""

    lines: tuple[MessageLine, ...]
    after: tuple[datetime, UUID] | None
    is_partial: bool


@dataclass(frozen=True, slots=True)
class ListMessages:
    check_authority: CheckAuthority
    ask_authorities: AskAuthorities
    notices: SentNotices
    parties: Parties

    async def __call__(
        self, acting: Acting, *, before: tuple[datetime, UUID] | None, size: int
    ) -> MessagesView:
        """Newest first, and from where the next page goes on. Raises NotRepresentative, Unavailable."""
        await self.check_authority(acting)
        of, is_partial = await self._whose(acting)
        found = await self.notices.sent_about(of, before=before, size=size + 1)
        names = {party: called(await self.parties.by_id(party)) for party in {party for _, party in found}}
        lines = tuple(_line(notice, party, names[party]) for notice, party in found[:size])
        last = found[size - 1][0] if len(found) > size else None
        after = None if last is None or last.tried_at is None else (last.tried_at, last.notice_id)
        return MessagesView(lines, after, is_partial)

    async def _whose(self, acting: Acting) -> tuple[tuple[PartyId, ...], bool]:
        if acting.party != acting.person:
            return (acting.party,), False
        try:
            named = await self.ask_authorities(acting.person)
        except (Unavailable, Refused):
            return (acting.party,), True
        return (acting.party, *(one.party for one in named)), False


def _line(notice: Notice, party: PartyId, name: str) -> MessageLine:
    if notice.tried_at is None:
        raise ValueError(str(notice.notice_id))
    to = notice.to.masked() if notice.channel is Channel.SMS and notice.to else ""
    return MessageLine(
        notice.notice_id,
        notice.sent_at or notice.tried_at,
        notice.channel,
        LABELS[notice.channel],
        to,
        _CODE.sub("*** *** ", notice.wording),
        notice.state,
        BECAME[notice.state],
        notice.matter,
        party,
        name,
    )
