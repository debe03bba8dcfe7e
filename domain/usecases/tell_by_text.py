"""Tell somebody by text (短信提示): whoever has a number, whatever else they have."""

from dataclasses import dataclass

from domain.invitations.notice import Notice
from domain.invitations.outside import SmsSender
from domain.kernel.party import Channel
from domain.kernel.refusal import Refused
from domain.usecases.hand_over_notice import Place, Ready, Wanted, nothing_more


@dataclass(frozen=True, slots=True)
class TellByText:
    sms: SmsSender

    @property
    def channel(self) -> Channel:
        return Channel.SMS

    async def find(self, wanted: Wanted, template: str) -> Place | None:
        _ = template
        return None if wanted.to is None else Place(Channel.SMS, wanted.reader)

    async def claim(self, notice: Notice) -> Ready:
        return Ready(self.sms.wording(notice.template, notice.values), self._send, nothing_more)

    async def _send(self, notice: Notice) -> str:
        if notice.to is None:
            raise Refused("sms", "no-number")
        return (
            await self.sms.send(notice.to, notice.template, notice.values, out_id=notice.out_id)
        ).reference
