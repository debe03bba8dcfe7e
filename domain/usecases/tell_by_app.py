"""Tell somebody by our app (应用推送): on a phone whose app is bound to a session of theirs."""

from dataclasses import dataclass
from functools import partial

from domain.identity.app_device import AppDevices
from domain.invitations.notice import Notice
from domain.invitations.outside import PushAccount, PushMessages
from domain.kernel.party import Channel
from domain.kernel.refusal import Refused
from domain.usecases.hand_over_notice import Place, Ready, Wanted, nothing_more

NOT_BOUND = "not-bound"


@dataclass(frozen=True, slots=True)
class TellByApp:
    devices: AppDevices
    push: PushMessages

    @property
    def channel(self) -> Channel:
        return Channel.APP

    async def find(self, wanted: Wanted, template: str) -> Place | None:
        """The phone bound last; where no text is written for the template, none."""
        try:
            self.push.wording(template, {})
        except Refused:
            return None
        for number in wanted.people:
            for device in await self.devices.bound(number):
                return Place(Channel.APP, device.person, device=device.device_id)
        return None

    async def claim(self, notice: Notice) -> Ready:
        wording = self.push.wording(notice.template, notice.values)
        device = await self.devices.by_id(notice.device) if notice.device else None
        if device is None or device.person != notice.reader:
            raise Refused("push", NOT_BOUND)
        account = PushAccount(device.account, device.platform.value)
        return Ready(wording, partial(self._send, account), nothing_more)

    async def _send(self, account: PushAccount, notice: Notice) -> str:
        told = await self.push.send(
            account, notice.template, notice.values, out_id=notice.out_id, page=notice.page
        )
        return told.reference
