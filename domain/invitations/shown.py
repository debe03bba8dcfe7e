"""What an invitation (邀约) puts before a person's eyes, and the digest that binds an answer to it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from types import MappingProxyType

from domain.invitations.invitation import Answer

TEXT_VERSION = "invitation-2"  # goes up with any change of the words below

ANSWERS: Mapping[Answer, str] = MappingProxyType(
    {
        Answer.YES: "继续办理",
        Answer.NOT_NOW: "暂不办理",
        Answer.ALREADY_DONE: "已经办过",
        Answer.NOT_ME: "不是我的事",
        Answer.NEVER: "不再提醒",
    }
)

# an item names its version; a text that was once shown is never edited, only followed by another
PROMISES: Mapping[str, str] = MappingProxyType(
    {"truthfulness-1": "本人承诺所提供的信息和材料真实、准确、有效，并承担相应法律责任。"}
)


@dataclass(frozen=True, slots=True)
class Why:
    """Why me: a sentence, who vouches for it and as of when, by which «rule@version»."""

    text: str
    source: str
    as_of: datetime
    rule: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    """`valid_until` None when it is no expiry that makes it due; `days`: promised working days."""

    item_code: str
    name: str
    licence_number_tail: str
    valid_until: date | None
    last_day: date
    office: str
    days: int


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything an answer agrees to; what was answered so far is no part of it."""

    version: str
    party_name: str
    why: tuple[Why, ...]
    items: tuple[ShownItem, ...]
    promise: str

    def content(self) -> bytes:
        """The whole as canonical JSON: what is kept as evidence."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=_iso).encode()

    def digest(self) -> str:
        """SHA-256 of the content, hex."""
        return sha256(self.content()).hexdigest()


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def promise_of(versions: Iterable[str]) -> str:
    """The promises (真实性承诺) of several items, each once, in their order."""
    return "\n".join(dict.fromkeys(PROMISES[version] for version in versions))
