"""Whose number is what (证件种类): the documents beside the resident card, read and checked, never looked up.

Sources: GB 11643 and GB 32100 as in `identifiers`; GB 11714 (organisation code 组织机构代码); what is printed
on the documents, and no more: a rule that nobody published rejects real people.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from domain.kernel.identifiers import Flaw, IdentifierInvalid, IdentifierKind, plain, resident_id
from domain.kernel.personal import DocumentNumber


class NumberKind(StrEnum):
    """What somebody's number is, wherever another system has to be told."""

    USCC = "uscc"
    ORGANISATION_CODE = "org-code"  # 旧组织机构代码, of who has no unified code yet
    RESIDENT = "resident"  # 18 characters: resident card, 港澳台居民居住证, 外国人永久居留身份证 of 2023
    HK_MACAO_PERMIT = "hk-macao-permit"  # 港澳居民来往内地通行证
    TAIWAN_PERMIT = "taiwan-permit"  # 台湾居民来往大陆通行证
    PASSPORT = "passport"
    OLD_PERMANENT = "old-permanent"  # 外国人永久居留身份证 from before 2023-12-01


CODES: Mapping[NumberKind, str] = MappingProxyType(
    {
        NumberKind.USCC: "001",
        NumberKind.ORGANISATION_CODE: "099",
        NumberKind.RESIDENT: "111",
        NumberKind.PASSPORT: "414",  # 普通护照: who has another comes with a note, not to us
        NumberKind.TAIWAN_PERMIT: "511",
        NumberKind.HK_MACAO_PERMIT: "516",
        NumberKind.OLD_PERMANENT: "999",  # the standard has none of its own for it
    }
)
"""How other systems are told what a number is: GB/T 36903 Annex A, as two of them have it."""


class PaperKind(StrEnum):
    """Which document a person shows at the counter (身份证件)."""

    RESIDENT_CARD = "resident_id"
    RESIDENCE_PERMIT = "residence_permit"  # 港澳台居民居住证
    PERMANENT_CARD = "permanent_card"  # 外国人永久居留身份证, the version of 2023
    OLD_PERMANENT_CARD = "old_permanent_card"
    HK_MACAO_PERMIT = "hk_macao_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    PASSPORT = "passport"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document's number and what it is; `state`: who issued a passport, in the three letters printed on it.

    Two states number their passports alike, and a pass of eight digits reads as somebody's passport: a number
    is a person's together with its kind, and a passport's with its state.
    """

    number: DocumentNumber
    kind: NumberKind = NumberKind.RESIDENT
    state: str = ""

    @property
    def mark(self) -> str:
        """As it is kept beside the number; empty where the number says by itself what it is."""
        if self.kind in (NumberKind.RESIDENT, NumberKind.USCC):
            return ""
        return f"{self.kind}:{self.state}" if self.state else str(self.kind)


def kind_of(mark: str, *, is_person: bool) -> NumberKind:
    """What `Paper.mark` said of a party's number."""
    if not mark:
        return NumberKind.RESIDENT if is_person else NumberKind.USCC
    return NumberKind(mark.partition(":")[0])


_HK_MACAO = re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?")
_TAIWAN = re.compile(r"[0-9]{8}")
_OLD_PERMANENT = re.compile(r"[A-Z]{3}[0-9]{12}")
_STATE = re.compile(r"[A-Z]{1,3}")
_RESIDENCE = ("810000", "820000", "830000")
_PASSPORT_LENGTHS = range(5, 21)
_CODE = re.compile(r"[0-9A-Z]{8}[0-9X]")
_CODE_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
Read = Callable[[str, date], DocumentNumber]


def hk_macao_permit(text: str) -> DocumentNumber:
    """H or M and eight digits; older ones have two more, the count of renewals. Raises IdentifierInvalid."""
    return _laid_out(text, IdentifierKind.HK_MACAO_PERMIT, _HK_MACAO)


def taiwan_permit(text: str) -> DocumentNumber:
    """Eight digits. Raises IdentifierInvalid."""
    return _laid_out(text, IdentifierKind.TAIWAN_PERMIT, _TAIWAN)


def passport(text: str) -> DocumentNumber:
    """Letters and digits, at most twenty: each state has its own rule. Raises IdentifierInvalid."""
    kind = IdentifierKind.PASSPORT
    number = plain(text, kind)
    if len(number) not in _PASSPORT_LENGTHS:
        raise IdentifierInvalid(kind, Flaw.LENGTH)
    return DocumentNumber(number)


def issuing_state(text: str) -> str:
    """The letters under «签发国» or in the passport's lower lines: USA, KOR, D. Raises IdentifierInvalid."""
    state = plain(text, IdentifierKind.PASSPORT)
    if not _STATE.fullmatch(state):
        raise IdentifierInvalid(IdentifierKind.PASSPORT, Flaw.LAYOUT)
    return state


def old_permanent_card(text: str) -> DocumentNumber:
    """Three letters and twelve digits, good until it expires; its check is not published, so not judged.

    Raises IdentifierInvalid.
    """
    return _laid_out(text, IdentifierKind.OLD_PERMANENT_CARD, _OLD_PERMANENT)


def permanent_card(text: str, today: date) -> DocumentNumber:
    """The card of 2023: 18 digits, the first a 9. Raises IdentifierInvalid."""
    return _beginning(text, today, IdentifierKind.PERMANENT_CARD, ("9",))


def residence_permit(text: str, today: date) -> DocumentNumber:
    """Of a resident from Hong Kong (81), Macao (82) or Taiwan (83). Raises IdentifierInvalid."""
    return _beginning(text, today, IdentifierKind.RESIDENCE_PERMIT, _RESIDENCE)


def organisation_code(text: str) -> DocumentNumber:
    """Eight characters and their check, with the printed hyphen or without. Raises IdentifierInvalid."""
    kind = IdentifierKind.ORGANISATION_CODE
    code = plain(text.replace("-", "").replace("－", ""), kind)
    if len(code) != len(_CODE_WEIGHTS) + 1:
        raise IdentifierInvalid(kind, Flaw.LENGTH)
    if not _CODE.fullmatch(code):
        raise IdentifierInvalid(kind, Flaw.CHARACTERS)
    weighed = sum(int(one, 36) * weight for one, weight in zip(code, _CODE_WEIGHTS, strict=False))
    if "0123456789X"[-weighed % 11] != code[-1]:
        raise IdentifierInvalid(kind, Flaw.CHECK)
    return DocumentNumber(code)


_LOOKS_LIKE_A_PASSPORT = re.compile(r"[A-Z]{1,3}[0-9]{6,9}")  # for a hint only: each state has its own


def is_another_paper(text: str) -> bool:
    """Whether this reads like a number of a pass, a passport or the old permanent resident's card."""
    try:
        number = plain(text, IdentifierKind.PASSPORT)
    except IdentifierInvalid:
        return False
    layouts = (_HK_MACAO, _TAIWAN, _OLD_PERMANENT, _LOOKS_LIKE_A_PASSPORT)
    return any(layout.fullmatch(number) for layout in layouts)


_READ: Mapping[PaperKind, tuple[NumberKind, Read]] = {
    PaperKind.RESIDENT_CARD: (NumberKind.RESIDENT, resident_id),
    PaperKind.RESIDENCE_PERMIT: (NumberKind.RESIDENT, residence_permit),
    PaperKind.PERMANENT_CARD: (NumberKind.RESIDENT, permanent_card),
    PaperKind.OLD_PERMANENT_CARD: (NumberKind.OLD_PERMANENT, lambda text, _: old_permanent_card(text)),
    PaperKind.HK_MACAO_PERMIT: (NumberKind.HK_MACAO_PERMIT, lambda text, _: hk_macao_permit(text)),
    PaperKind.TAIWAN_PERMIT: (NumberKind.TAIWAN_PERMIT, lambda text, _: taiwan_permit(text)),
    PaperKind.PASSPORT: (NumberKind.PASSPORT, lambda text, _: passport(text)),
}


def paper(kind: PaperKind, text: str, today: date, *, state: str = "") -> Paper:
    """What somebody shows, read. `state`: of a passport alone. Raises IdentifierInvalid."""
    number_kind, read = _READ[kind]
    issued_by = issuing_state(state) if kind is PaperKind.PASSPORT else ""
    return Paper(read(text, today), number_kind, issued_by)


def _laid_out(text: str, kind: IdentifierKind, layout: re.Pattern[str]) -> DocumentNumber:
    number = plain(text, kind)
    if not layout.fullmatch(number):
        raise IdentifierInvalid(kind, Flaw.LAYOUT)
    return DocumentNumber(number)


def _beginning(text: str, today: date, kind: IdentifierKind, beginnings: tuple[str, ...]) -> DocumentNumber:
    number = resident_id(text, today)
    if not number.reveal().startswith(beginnings):
        raise IdentifierInvalid(kind, Flaw.LAYOUT)
    return number
