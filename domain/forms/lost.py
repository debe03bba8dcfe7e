"""The declaration of loss (遗失声明): what a holder declares who cannot hand the old certificate back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

LOST = "lost_declaration"  # the way of handing back, and the key of the material it becomes
MATERIAL = "遗失声明"
PUBLICATION = "publication"  # the item wants the loss published before (公告); else the declaration will do
VERSION = "lost-declaration-1"
# a text that was once shown is never edited, only followed by another
TEXTS: Mapping[str, str] = MappingProxyType(
    {
        VERSION: "声明：下列证书已经遗失，没有出借、转让或者质押。今后找到的，立即交回，不再使用。"
        "以上内容真实，由此产生的法律责任由声明人承担。"
    }
)


@dataclass(frozen=True, slots=True)
class Lost:
    """`day`: when, or when it was noticed; `medium`, `published`: where and when the loss was published."""

    day: date
    place: str = field(repr=False)
    medium: str = ""
    published: date | None = None

    def content(self) -> Mapping[str, str]:
        """What is declared, under which text."""
        return {
            "text": VERSION,
            "day": self.day.isoformat(),
            "place": self.place,
            "medium": self.medium,
            "published": self.published.isoformat() if self.published else "",
        }
