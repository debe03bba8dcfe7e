"""The texts of promises (承诺书文本), by version: what was once signed is never edited, only followed.

容缺后补: no national text; days are the item's. 告知承诺: 国办发〔2020〕42号 wants the notice to say what is
proved, the basis, the duties and the consequences, and the commitment to be the applicant's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType

from domain.promises.promise import PromiseKind


@dataclass(frozen=True, slots=True)
class PromiseText:
    """`text` names {item}, {material} and, of a deferral, {days}."""

    version: str
    kind: PromiseKind
    title: str
    text: str

    def filled(self, *, item: str, material: str, days: int | None) -> str:
        """As it stands before the person's eyes."""
        return self.text.format(item=item, material=material, days=days)


def digest_of(text: str) -> str:
    """SHA-256 of a filled text, hex."""
    return sha256(text.encode()).hexdigest()


NEWEST_DEFERRAL = "deferral-1"
_DEFERRAL = """一、告知：您申办「{item}」，主要材料已齐，「{material}」可以后补。
二、期限：自受理之日起{days}个工作日内补交；期间会提醒您，受理和审查不因此等待。
三、后果：逾期未补交的，按退件处理，已收取的证书免费退还，并如实告知审批部门；是否记入信用由其依法决定。
四、承诺：本人（单位）已知晓以上内容，承诺按期补交真实、完整的「{material}」，并承担相应法律责任。"""

_COMMITMENT = """一、证明事项：「{item}」须提交「{material}」，用以证明{proves}。
二、依据：{basis}；《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42号）。
三、可以选择：您可以提交该材料，也可以用本承诺代替；不愿承诺的，按一般程序办理。决定作出前可以撤回承诺。
四、义务：承诺内容必须真实，并在核查时予以配合。
五、后果：经核查不属实的，由审批部门依法终止办理、责令整改或者撤销决定，并依法记入信用记录。
六、承诺：本人（单位）已知晓以上内容，符合办理条件；上述证明内容真实，愿意承担不实承诺的法律责任。"""


def _commitment(version: str, *, proves: str, basis: str) -> PromiseText:
    text = _COMMITMENT.replace("{proves}", proves).replace("{basis}", basis)
    return PromiseText(version, PromiseKind.INSTEAD, "告知承诺书", text)


TEXTS: Mapping[str, PromiseText] = MappingProxyType(
    {
        text.version: text
        for text in (
            PromiseText(NEWEST_DEFERRAL, PromiseKind.DEFER, "容缺后补承诺书", _DEFERRAL),
            _commitment(
                "commitment-appointment-1",
                proves="现任法定代表人（主要负责人）由有权机构依章程任命，且任职有效",
                basis="《出版物市场管理规定》（国家新闻出版广电总局、商务部令第10号）",
            ),
        )
    }
)
