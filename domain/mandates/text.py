"""The letter of a mandate (授权委托书, 民法典 §165): what is shown, confirmed by its digest, and kept."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from types import MappingProxyType

from domain.mandates.mandate import Act, Agent, Terms

VERSION = "mandate-1"  # goes up with any change of the words below
ACTS: Mapping[Act, str] = MappingProxyType(
    {
        Act.APPLY: "代为申请（答复办理提示、核对并确认申报信息、对信息提出异议、撤回申请或承诺）",
        Act.FOLLOW: "代为查看进度、补正材料、寄送证件",
    }
)
NEVER = "受托人不得再授权他人，不能代您出示证照、登录账号，也不能查看或导出您的其他资料。"
TOLD = "受托人每次代办都会留痕并告知您。您可以随时撤销，撤销后立即失效。"
FALLS = "您不再是登记的法定代表人（负责人）时，本授权自动失效。"


@dataclass(frozen=True, slots=True)
class Letter:
    version: str
    title: str
    paragraphs: tuple[str, ...]

    def content(self) -> bytes:
        """The whole as canonical JSON: what is kept as evidence."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    def digest(self) -> str:
        """SHA-256 of the content, hex."""
        return sha256(self.content()).hexdigest()

    @classmethod
    def read(cls, content: bytes) -> "Letter":
        kept = json.loads(content)
        return cls(kept["version"], kept["title"], tuple(kept["paragraphs"]))


def letter(
    principal: str, agent: Agent, terms: Terms, items: Sequence[str], *, is_organisation: bool
) -> Letter:
    """`principal`: by their full name, it is their own letter; `items`: by name, in the terms' order."""
    limit = (f"最多办理{terms.most_cases}件。",) if terms.most_cases is not None else ()
    return Letter(
        VERSION,
        "授权委托书",
        (
            f"委托人：{principal}",
            f"受托人：{agent.name.reveal()}，身份证号{agent.number.masked()}",
            f"委托事项：{'；'.join(items)}。",
            f"代办权限：{'；'.join(_acts(terms.acts))}。",
            f"有效期：{_said(terms.from_on)}至{_said(terms.until_on)}。",
            *limit,
            NEVER,
            TOLD,
            *((FALLS,) if is_organisation else ()),
        ),
    )


def _acts(acts: Iterable[Act]) -> list[str]:
    return [words for act, words in ACTS.items() if act in set(acts)]


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
