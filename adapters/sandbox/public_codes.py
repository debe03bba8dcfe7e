"""Check characters (校验码), counted here once more so that nothing is shared with the product.

Source: GB 11643-1999, GB 32100-2015, GB 11714-1997, GB/T 36904-2018; vectors read 2026-11-21.
"""

from datetime import date

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
IDENTIFIER_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
IDENTIFIER_ROOT = "1.2.156.3005.2"
USCC_LENGTH, ID_LENGTH, TASK_CODE_LENGTH = 18, 18, 31
_TEN = 10


def id_check(first17: str) -> str:
    """ISO 7064 MOD 11-2 in its recursive form."""
    product = 0
    for digit in first17:
        product = (product + int(digit)) * 2 % 11
    return "0123456789X"[(12 - product) % 11]


def is_id_number(number: str) -> bool:
    if len(number) != ID_LENGTH or not (number[:17].isascii() and number[:17].isdigit()):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return id_check(number[:17]) == number[17]


def organisation_check(first8: str) -> str:
    total = sum(int(c, 36) * w for c, w in zip(first8, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    rest = (11 - total % 11) % 11
    return "X" if rest == _TEN else str(rest)


def uscc_check(first17: str) -> str:
    total, weight = 0, 1
    for character in first17:
        total += USCC_ALPHABET.index(character) * weight
        weight = weight * 3 % 31
    return USCC_ALPHABET[-total % 31]


def is_uscc(code: str) -> bool:
    if len(code) != USCC_LENGTH or any(c not in USCC_ALPHABET for c in code):
        return False
    return uscc_check(code[:17]) == code[17]


def make_uscc(kind: str, division: str, first8: str) -> str:
    """`kind` is authority and type (`52`), `first8` the organisation code without its check character."""
    body = kind + division + first8 + organisation_check(first8)
    return body + uscc_check(body)


def make_id_number(division: str, born: date, sequence: int) -> str:
    body = f"{division}{born:%Y%m%d}{sequence:03d}"
    return body + id_check(body)


def is_task_code(code: str) -> bool:
    """实施编码: the body's USCC, its level 1-7, twelve digits of the basic code."""
    return (
        len(code) == TASK_CODE_LENGTH
        and is_uscc(code[:18])
        and code[18] in "1234567"
        and code[19:].isascii()
        and code[19:].isdigit()
    )


def identifier_check(text: str) -> str:
    """ISO 7064 MOD 37,36 over type, issuer, serial and version."""
    product = 36
    for character in text:
        product = (product + IDENTIFIER_ALPHABET.index(character)) % 36 or 36
        product = product * 2 % 37
    return IDENTIFIER_ALPHABET[(37 - product) % 36]


def make_identifier(type_code: str, issuer: str, serial: str, version: int) -> str:
    """证照标识 of one version of a licence."""
    parts = (type_code, issuer, serial, f"{version:03d}")
    return ".".join((IDENTIFIER_ROOT, *parts, identifier_check("".join(parts))))
