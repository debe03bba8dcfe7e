"""The address code (办理码): nine digits that lead to an invitation and open nothing by themselves."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn, Self

from domain.kernel.identifiers import hybrid_check, narrow
from domain.kernel.ports import Digests
from domain.kernel.refusal import Refusal

_LENGTH = 9
_LOWEST = 10_000_000  # no leading zero: spreadsheets and hasty readers drop it
_PAYLOADS = 90_000_000
_STRIDE = 55_623_059  # shares no factor with the line above, so it visits every payload
_LONGEST_PASTE = 2_000  # an SMS and what stands around it
_SEPARATOR = r"[\s\u200b-\u200f\ufeff.·\-\u2010-\u2015]"
_GROUP = r"([0-9]{3})"
_GAP = _SEPARATOR + r"{0,3}"
_GROUPED = re.compile(rf"(?<![0-9]){_GROUP}{_GAP}{_GROUP}{_GAP}{_GROUP}(?![0-9])")
_RUN = re.compile(rf"[0-9](?:{_GAP}[0-9])*")


class Slip(StrEnum):
    """What went wrong while typing, as far as the digits tell."""

    NO_DIGITS = "no-digits"
    TOO_FEW = "too-few-digits"
    TOO_MANY = "too-many-digits"
    WRONG_DIGIT = "wrong-digit"  # one digit differs, or two changed places


class AddressCodeMistyped(Refusal):
    """Nobody was ever sent this code; says which slip it looks like, never the digits."""

    code, title = "address-code-mistyped", "办理码有误，请再看一遍"
    advice = "办理码是短信中的九位数字，三位一组；已登录时无需输入，可直接在首页查看"

    def __init__(self, slip: Slip) -> None:
        super().__init__(slip.value, slip=slip.value)
        self.slip = slip


def _check_digit(payload: str) -> str:
    return str(hybrid_check((int(digit) for digit in payload), 10))


def _checks(digits: str) -> bool:
    return _check_digit(digits[:-1]) == digits[-1]


def _is_code(digits: str) -> bool:
    """Whether `digits` could have been sent by us.

    MOD 11,10 alone lets one swap of neighbours in 44 pass (docs/adr/0011-address-code.md), so codes with
    such a twin are never given out, and typing one is a slip.
    """
    if digits[0] == "0" or not _checks(digits):
        return False
    for place in range(_LENGTH - 1):
        one, other = digits[place], digits[place + 1]
        if one != other and _checks(digits[:place] + other + one + digits[place + 2 :]):
            return False
    return True


@dataclass(frozen=True, slots=True, repr=False)
class AddressCode:
    """Eight random digits and their ISO 7064 MOD 11,10 check digit.

    `str` is the code as people read it, three groups, for the message itself; `repr` hides it.
    """

    digits: str

    def __post_init__(self) -> None:
        if not re.fullmatch(rf"[0-9]{{{_LENGTH}}}", self.digits) or not _is_code(self.digits):
            raise AddressCodeMistyped(Slip.WRONG_DIGIT)

    @classmethod
    def mint(cls, random: Callable[[int], int]) -> Self:
        """A fresh code; `random(n)` gives an unguessable int in [0, n), as `secrets.randbelow` does."""
        drawn = random(_PAYLOADS)
        while True:
            payload = str(_LOWEST + drawn)
            digits = payload + _check_digit(payload)
            if _is_code(digits):
                return cls(digits)
            # five numbers in six are good, but the bad ones are neighbours: all that begin with 56 are
            drawn = (drawn + _STRIDE) % _PAYLOADS

    @classmethod
    def parse(cls, text: str) -> Self:
        """The code in what a person typed or pasted, be it the whole message. Raises AddressCodeMistyped."""
        plain = narrow(text[:_LONGEST_PASTE])
        runs = [re.sub(r"[^0-9]", "", run) for run in _RUN.findall(plain)]
        nines = ["".join(groups) for groups in _GROUPED.findall(plain)]
        nines += [run for run in runs if len(run) == _LENGTH]
        for nine in nines:
            if _is_code(nine):
                return cls(nine)
        if nines:
            raise AddressCodeMistyped(Slip.WRONG_DIGIT)
        longest = max((len(run) for run in runs), default=0)
        if not longest:
            raise AddressCodeMistyped(Slip.NO_DIGITS)
        raise AddressCodeMistyped(Slip.TOO_FEW if longest < _LENGTH else Slip.TOO_MANY)

    def kept_as(self, digests: Digests) -> bytes:
        """What is stored and looked up instead of the code."""
        return digests.keyed("address-code", self.digits)

    def __str__(self) -> str:
        return f"{self.digits[:3]} {self.digits[3:6]} {self.digits[6:]}"

    def __repr__(self) -> str:
        return "AddressCode(*** *** ***)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an address code is not written out in clear")
