"""The numbers people, organisations and licences are known by (证件号码): read and checked, never looked up.

Sources: GB 11643 (resident id 公民身份号码), GB 32100 (USCC 统一社会信用代码), GB 11714 (organisation code
组织机构代码), GB/T 36904 (licence identifier 证照标识), ISO 7064 (check characters).
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from domain.kernel.personal import DocumentNumber, Phone
from domain.kernel.refusal import Refusal


class IdentifierKind(StrEnum):
    """Which number was asked for."""

    RESIDENT_ID = "resident-id"
    USCC = "uscc"
    LICENCE_IDENTIFIER = "licence-identifier"
    MOBILE = "mobile"
    HK_MACAO_PERMIT = "hk-macao-permit"
    TAIWAN_PERMIT = "taiwan-permit"
    PASSPORT = "passport"
    PERMANENT_CARD = "permanent-card"
    OLD_PERMANENT_CARD = "old-permanent-card"
    RESIDENCE_PERMIT = "residence-permit"
    ORGANISATION_CODE = "organisation-code"


class Flaw(StrEnum):
    """Why a number is refused."""

    LENGTH = "length"
    CHARACTERS = "characters"
    LAYOUT = "layout"
    CHECK = "check"
    DATE = "date"


class Oddity(StrEnum):
    """Why a number is accepted but worth a clerk's look."""

    ORGANISATION_CHECK = "organisation-check"  # codes older than GB 11714-1997 differ
    LICENCE_CHECK = "licence-check"  # one vendor routine in use counts A as 11
    ISSUER = "issuer"  # a division code, or nothing we know, where a USCC belongs


class IdentifierInvalid(Refusal):
    """The number cannot be one of its kind; says which kind and why, never the number."""

    code, title = "identifier-invalid", "号码有误"
    advice = "请对照证件逐位核对后重新输入"

    def __init__(self, kind: IdentifierKind, flaw: Flaw) -> None:
        super().__init__(f"{kind}: {flaw}", kind=kind.value, why=flaw.value)
        self.kind, self.flaw = kind, flaw


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")  # what chat windows paste along


def narrow(text: str) -> str:
    """`text` with full-width ASCII (U+FF01 to U+FF5E, as Chinese keyboards type it) made half-width."""
    return text.translate(_FULL_WIDTH)


def plain(text: str, kind: IdentifierKind) -> str:
    """`text` in half-width letters and digits, upper case. Raises IdentifierInvalid for anything else."""
    seen = _INVISIBLE.sub("", narrow(text))
    # before upper(): that would turn some letters outside ASCII into ASCII ones
    if not seen.isascii() or not seen.isalnum():
        raise IdentifierInvalid(kind, Flaw.CHARACTERS)
    return seen.upper()


def hybrid_check(values: Iterable[int], modulus: int) -> int:
    """The check value of an ISO 7064 hybrid system: MOD 11,10 for `modulus` 10, MOD 37,36 for 36."""
    product = modulus
    for value in values:
        total = (product + value) % modulus or modulus
        product = total * 2 % (modulus + 1)
    return (1 - product) % modulus


_ID_LENGTH = 18
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
EARLIEST_BIRTH = date(1900, 1, 1)
_LATEST_BIRTH = date(2099, 12, 31)


def resident_id(text: str, today: date) -> DocumentNumber:
    """An 18-character identity number, normalised, for every document that carries one.

    Those are the resident card, the residence permits of 港澳台 residents (81, 82, 83) and the foreign
    permanent resident's card of 2023 (9…). The six-digit prefix is never judged: districts are abolished,
    people stay.
    `today` is the Beijing date. Raises IdentifierInvalid.
    """
    kind = IdentifierKind.RESIDENT_ID
    number = plain(text, kind)
    if len(number) != _ID_LENGTH:
        raise IdentifierInvalid(kind, Flaw.LENGTH)
    if not number[:17].isdigit() or number[17] not in _ID_CHECKS:
        raise IdentifierInvalid(kind, Flaw.CHARACTERS)
    weighed = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    if _ID_CHECKS[weighed % 11] != number[17]:
        raise IdentifierInvalid(kind, Flaw.CHECK)
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdentifierInvalid(kind, Flaw.DATE) from None
    if not EARLIEST_BIRTH <= born <= today:
        raise IdentifierInvalid(kind, Flaw.DATE)
    return DocumentNumber(number)


def is_resident(number: DocumentNumber) -> bool:
    """Whether a holder's number is a person's; asked first, for one in 31 of those passes as a USCC."""
    try:
        resident_id(number.reveal(), _LATEST_BIRTH)
    except IdentifierInvalid:
        return False
    return True


_USCC_LENGTH = 18
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def uscc(text: str) -> DocumentNumber:
    """A unified social credit code, normalised; authorities A, N and Y are as good as 1 and 9.

    Raises IdentifierInvalid. What is merely odd about a good code is `uscc_oddities`.
    """
    kind = IdentifierKind.USCC
    code = plain(text, kind)
    if len(code) != _USCC_LENGTH:
        raise IdentifierInvalid(kind, Flaw.LENGTH)
    if any(character not in _USCC_ALPHABET for character in code):
        raise IdentifierInvalid(kind, Flaw.CHARACTERS)
    weighed = sum(_USCC_ALPHABET.index(code[place]) * pow(3, place, 31) for place in range(17))
    if _USCC_ALPHABET[-weighed % 31] != code[17]:
        raise IdentifierInvalid(kind, Flaw.CHECK)
    return DocumentNumber(code)


def uscc_oddities(code: DocumentNumber) -> tuple[Oddity, ...]:
    """What a clerk may want to look at in a code that `uscc` accepted."""
    organisation = code.reveal()[8:17]
    weighed = sum(
        int(character, 36) * weight
        for character, weight in zip(organisation, _ORGANISATION_WEIGHTS, strict=False)
    )
    expected = "0123456789X"[-weighed % 11]
    return () if organisation[8] == expected else (Oddity.ORGANISATION_CHECK,)


_LICENCE = re.compile(
    r"1\.2\.156\.3005\.2"
    r"\.(?P<type>[0-9A-Z]{21})\.(?P<issuer>[0-9A-Z]{1,18})\.(?P<serial>[0-9A-Z]{1,64})"
    r"\.(?P<version>[0-9]{3})\.(?P<check>[0-9A-Z])",
    re.ASCII,
)


def licence_identifier(text: str) -> tuple[str, tuple[Oddity, ...]]:
    """`text` itself, character for character, and what is odd about it.

    An issuer is known to write its identifiers in its own way, and all others must keep quoting them so: only
    what is not of this layout at all is refused. Raises IdentifierInvalid.
    """
    found = _LICENCE.fullmatch(text)
    if found is None:
        raise IdentifierInvalid(IdentifierKind.LICENCE_IDENTIFIER, Flaw.LAYOUT)
    odd = []
    try:
        uscc(found["issuer"])
    except IdentifierInvalid:
        odd.append(Oddity.ISSUER)
    body = found["type"] + found["issuer"] + found["serial"] + found["version"]
    if hybrid_check((int(character, 36) for character in body), 36) != int(found["check"], 36):
        odd.append(Oddity.LICENCE_CHECK)
    return text, tuple(odd)


_COUNTRY = re.compile(r"\A(?:\+86|0086|86(?=1[0-9]{10}\Z))")
_MOBILE_LENGTH = 11


def mobile(text: str) -> Phone:
    """A mainland mobile number in 11 digits; a leading +86 and separators are taken off.

    Raises IdentifierInvalid.
    """
    kind = IdentifierKind.MOBILE
    number = _COUNTRY.sub("", _INVISIBLE.sub("", narrow(text)).replace("-", ""))
    if not re.fullmatch(r"[0-9]+", number):
        raise IdentifierInvalid(kind, Flaw.CHARACTERS)
    if len(number) != _MOBILE_LENGTH:
        raise IdentifierInvalid(kind, Flaw.LENGTH)
    if not re.match(r"1[3-9]", number):
        raise IdentifierInvalid(kind, Flaw.LAYOUT)
    return Phone(number)
