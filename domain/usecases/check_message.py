"""Check whether a text message is ours (短信真伪查询): code and full receiving number, both together."""

from dataclasses import dataclass
from datetime import datetime

from domain.identity.ports import Limits
from domain.invitations.code import AddressCode
from domain.invitations.ports import Notices
from domain.kernel.identifiers import mobile
from domain.kernel.ports import Digests
from domain.usecases.spend_try import line_of

NOTE = (
    "我们的短信从不带链接，也不会索要密码或验证码。"
    "微信和应用里的提醒没有办理码，这里查不到：打开掌上办，看看有没有待办的事就知道。"
)
PER_ADDRESS, ADDRESS_WINDOW = 20, 600
PER_SUBJECT, SUBJECT_WINDOW = 10, 3600


@dataclass(frozen=True, slots=True)
class MessageChecked:
    """`sent_at` and `wording` are there for our own message to this very number, and only then."""

    sent: bool
    sent_at: datetime | None = None
    wording: str | None = None
    note: str = NOTE


@dataclass(frozen=True, slots=True)
class CheckMessage:
    """A question without effect: an unknown code, a known one and another number look alike."""

    notices: Notices
    limits: Limits
    digests: Digests

    async def __call__(self, code: str, receiving_number: str, *, origin: str) -> MessageChecked:
        """`origin`: the network address that asks. Raises AddressCodeMistyped, IdentifierInvalid (told from
        the digits alone), TooManyRequests, LimitsUnavailable."""
        line = self._digest("origin", line_of(origin))
        await self._spend("check-origin", line, PER_ADDRESS, ADDRESS_WINDOW)
        asked, phone = AddressCode.parse(code), mobile(receiving_number)
        digest = asked.kept_as(self.digests)
        await self._spend("check-code", digest, PER_SUBJECT, SUBJECT_WINDOW)
        await self._spend("check-phone", self._digest("phone", phone.reveal()), PER_SUBJECT, SUBJECT_WINDOW)
        notice = await self.notices.sent_to(phone, code_digest=digest)
        if notice is None:
            return MessageChecked(sent=False)
        return MessageChecked(sent=True, sent_at=notice.sent_at or notice.tried_at, wording=notice.wording)

    def _digest(self, purpose: str, text: str) -> bytes:
        return self.digests.keyed(purpose, text)

    async def _spend(self, purpose: str, subject: bytes, allowed: int, seconds: int) -> None:
        await self.limits.spend(purpose, subject.hex(), allowed=allowed, seconds=seconds)
