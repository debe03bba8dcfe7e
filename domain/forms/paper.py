"""The application form on paper (申请表): what stands on it."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.kernel.refusal import Refusal


class GlyphMissing(Refusal):
    """The printing font lacks a character, likely a rare one of a name; `code_points` for the operator."""

    code, title = "glyph-missing", "表单中有系统字库暂缺的生僻字"
    advice = "您填写的内容已保存，将由工作人员协助办理，也可到窗口办理"

    def __init__(self, characters: frozenset[str]) -> None:
        self.code_points = tuple(sorted(f"U+{ord(character):04X}" for character in characters))
        super().__init__(" ".join(self.code_points))


# repr=False throughout: the values are a person's, and a repr ends in a log sooner or later
@dataclass(frozen=True, slots=True, repr=False)
class PaperRow:
    """One filled field; `source`, `as_of`: where the value comes from; `disputed`: the person objects."""

    label: str
    value: str
    source: str
    as_of: date | None = None
    disputed: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class PaperSection:
    """A titled group of rows, printed as one table."""

    title: str
    rows: tuple[PaperRow, ...]


@dataclass(frozen=True, slots=True, repr=False)
class PaperMaterial:
    """One line of the list of materials (材料清单): name, kind (电子证照, 原件…) and origin."""

    name: str
    kind: str
    origin: str


@dataclass(frozen=True, slots=True, repr=False)
class PaperSignature:
    """Signed by hand: strokes as (x, y) in thousandths of the pad, and how they were given."""

    strokes: tuple[tuple[tuple[int, int], ...], ...]
    served: str


@dataclass(frozen=True, slots=True, repr=False)
class ApplicationPaper:
    """Everything on the form, ready to print: the printer adds layout and nothing else.

    `applicant` is (label, value) pairs; `promise` the text of the 真实性承诺 as shown; `confirmed_by` the
    name of the natural person who confirmed; `confirmed_at` an aware instant; `digest` the form's, if any.
    """

    item_name: str
    office_name: str
    applicant: tuple[tuple[str, str], ...]
    sections: tuple[PaperSection, ...]
    materials: tuple[PaperMaterial, ...]
    promise: str
    confirmed_by: str
    confirmed_at: datetime
    digest: str | None = None
    title: str = ""  # empty: the item's 申请表
    promise_title: str = "真实性承诺"
    signature: PaperSignature | None = None

    def __post_init__(self) -> None:
        if self.confirmed_at.tzinfo is None:
            raise ValueError("confirmed_at without its time zone")
