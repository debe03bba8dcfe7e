"""A push service in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.invitations.outside import MessageReceipt, PushAccount
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused
from tests.fakes.trouble import Trouble

SAME_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class Pushed:
    account: PushAccount
    template: str
    wording: str
    out_id: str
    page: str
    reference: str
    at: datetime


@dataclass
class FakePush:
    """`texts`: our name to what the phone shows. The same out_id again within a quarter of an hour is one."""

    clock: Clock
    texts: Mapping[str, str]
    sent: list[Pushed] = field(default_factory=list)
    trouble: Trouble = field(default_factory=lambda: Trouble("push"))

    async def send(
        self, account: PushAccount, template: str, values: Mapping[str, str], *, out_id: str, page: str
    ) -> MessageReceipt:
        self.trouble.enter()
        wording, now = self.wording(template, values), self.clock()
        if len(account.name.encode()) > 64:
            raise Refused("push", "InvalidTargetValue.Format")
        first = next((one for one in self.sent if one.out_id == out_id and now - one.at < SAME_FOR), None)
        if first is None:
            reference = f"fake-push-{len(self.sent) + 1}"
            first = Pushed(account, template, wording, out_id, page, reference, now)
            self.sent.append(first)
        self.trouble.leave()
        return MessageReceipt("fake", first.reference)

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        _ = values
        if template not in self.texts:
            raise Refused("push", "template-unknown")
        return self.texts[template]
