"""Personal data in types that cannot print themselves; `.reveal()` is the one way out and easy to grep."""

from typing import Self


class Masked:
    """A text whose `str` and `repr` are its mask. Equal and hashable by what it hides."""

    __slots__ = ("_clear",)

    def __init__(self, clear: str) -> None:
        self._clear = clear

    def reveal(self) -> str:
        """The clear text: for a vendor's body, a cipher or the person's own document; never for a log."""
        return self._clear

    def masked(self) -> str:
        """Surname and stars by default; kinds differ below."""
        return "*" * len(self._clear)

    def __str__(self) -> str:
        return self.masked()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.masked()})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self._clear == other._clear

    def __hash__(self) -> int:
        return hash((type(self), self._clear))

    def __reduce__(self) -> tuple[type[Self], tuple[str]]:
        raise TypeError(f"{type(self).__name__} is not written out in clear")


class PersonName(Masked):
    """A natural person's name, 2 to 50 characters."""

    def masked(self) -> str:
        clear = self._clear
        return clear[:1] + "*" * (len(clear) - 1)


class OrganisationName(Masked):
    """An organisation's name: public by law, masked only where it stands in a log."""

    def masked(self) -> str:
        clear = self._clear
        return clear if len(clear) <= 4 else clear[:2] + "*" * (len(clear) - 4) + clear[-2:]  # noqa: PLR2004 - what it leaves visible


class DocumentNumber(Masked):
    """An identity or organisation number, upper case, ASCII; shown as first 3 and last 4."""

    def masked(self) -> str:
        clear = self._clear
        return clear[:3] + "*" * max(len(clear) - 7, 0) + clear[-4:]


class Phone(Masked):
    """A mainland mobile number, 11 digits; shown as 138****3210."""

    def masked(self) -> str:
        return self._clear[:3] + "****" + self._clear[-4:]


class Address(Masked):
    """A postal address; shown to the county or town: its first nine characters."""

    def masked(self) -> str:
        return self._clear[:9] + "*" * min(max(len(self._clear) - 9, 0), 6)


class Free(Masked):
    """Any other text about a person: a remark, a rating's words."""


class OpenId(Masked):
    """One WeChat account within our mini-program (openid): stable, unlisted, and never shown."""

    def masked(self) -> str:
        return "openid"


class UnionId(Masked):
    """The same WeChat person over all apps of one owner (unionid)."""

    def masked(self) -> str:
        return "unionid"
