"""The ways a notice may go (发送渠道), in the order in which a city wants them tried."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.kernel.party import Channel

NAMES: Mapping[str, Channel] = MappingProxyType(
    {
        "mini-program": Channel.MINI_PROGRAM,
        "official-account": Channel.OFFICIAL_ACCOUNT,
        "app": Channel.APP,
        "sms": Channel.SMS,
    }
)
USUAL = tuple(NAMES.values())


def order(text: str) -> tuple[Channel, ...]:
    """«mini-program,sms». Raises ValueError: unknown, said twice, or no «sms», in which what failed ends."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if len(set(names)) != len(names) or "sms" not in names or not set(names) <= NAMES.keys():
        raise ValueError(text)
    return tuple(NAMES[name] for name in names)
