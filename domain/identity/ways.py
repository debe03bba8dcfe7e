"""The ladder of ways (核验方式阶梯): after a face that did not do, what else is open, for this person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from domain.identity.check import Purpose
from domain.identity.ports import Alternative
from domain.kernel.party import Channel

AGAIN = Alternative("face", "刷脸核验", "按提示再来一次，填好的都还在。")
MINI_PROGRAM = Alternative(
    "mini-program",
    "到微信小程序里刷脸",
    "在微信里打开本平台的小程序，用微信刷脸。您的事项在那里接着办，填好的都还在。",
)
UNIFIED_IDENTITY = Alternative(
    "unified-identity",
    "用省统一身份认证登录",
    "到省里的页面点同意就能登录，不用刷脸。",
)
# the nearest first: what is done on this phone at once, then another app, then another day
ORDER = ("face", "bank", "network", "mini-program", "unified-identity", "counter", "call")
SPENDING = frozenset({"face", "bank", "network", "mini-program"})  # each one of the person's tries of the day
HOPELESS = frozenset({"no_photo", "no_source"})  # another try changes nothing
# of the same name and number, nor another camera
NOT_THE_CAMERA = HOPELESS | {"mismatch", "not_found", "too_many"}


@dataclass(frozen=True, slots=True)
class Ladder:
    """`steps`: what this office has open on each front, in any order."""

    steps: Mapping[Channel, Sequence[Alternative]] = field(default_factory=lambda: MappingProxyType({}))

    def __call__(
        self, cause: str, *, left: int, purpose: Purpose, channel: Channel
    ) -> tuple[Alternative, ...]:
        """What can help after `cause`; `left`: tries the person has today."""
        found = [one for one in self.steps.get(channel, ()) if _helps(one.kind, cause, left, purpose)]
        return tuple(sorted(found, key=_place))


def _place(way: Alternative) -> int:
    return ORDER.index(way.kind) if way.kind in ORDER else len(ORDER)


def _helps(kind: str, cause: str, left: int, purpose: Purpose) -> bool:
    if kind in SPENDING and left == 0:
        return False
    match kind:
        case "face":
            return cause not in HOPELESS and cause != "too_many"
        case "mini-program":
            return cause not in NOT_THE_CAMERA
        case "unified-identity":  # it signs in, and is not as strong as a face
            return purpose is Purpose.SIGN_IN
    return True
