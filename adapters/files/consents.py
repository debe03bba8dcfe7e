"""The consents (单独同意书) of face, bank card and 网号, as tables that people compare word by word."""

from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import msgspec

from domain.identity.ports import Alternative, ConsentText

FACE, WECHAT = "face_consent.toml", "wechat_consent.toml"  # each names who compares the face
FACE_OF_BOTH, FACE_OF_TENCENT = "face_of_both_consent.toml", "face_of_tencent_consent.toml"
BANK, NETWORK = "bank_consent.toml", "network_consent.toml"


class ConsentUnreadable(Exception):
    """The table is not a consent; says where, for the operator."""


class _Alternative(msgspec.Struct, forbid_unknown_fields=True):
    kind: str
    title: str
    how: str


class _Consent(msgspec.Struct, forbid_unknown_fields=True):
    version: str
    title: str
    text: str
    alternatives: list[_Alternative]


class ConsentFile:
    """Implements domain.identity.ports.ConsentTexts: read once, one text for the life of the process."""

    def __init__(
        self, path: Path | None = None, *, shipped_as: str = FACE, ways: tuple[Alternative, ...] = ()
    ) -> None:
        """`path` is the operator's own text, None one of those shipped; `ways`: what this office offers
        before those that every office has. Raises ConsentUnreadable."""
        if path is None:
            with as_file(files("adapters.files") / shipped_as) as shipped:
                self._text = _read(shipped)
        else:
            self._text = _read(path)
        self._text = replace(self._text, alternatives=(*ways, *self._text.alternatives))

    def current(self) -> ConsentText:
        return self._text


def _read(path: Path) -> ConsentText:
    try:
        told = msgspec.toml.decode(path.read_bytes(), type=_Consent)
    except (OSError, msgspec.MsgspecError, ValueError) as error:
        raise ConsentUnreadable(f"{path.name}: {error}") from None
    if not told.alternatives:  # the law: a face is never the only way
        raise ConsentUnreadable(f"{path.name}: names no way without a face")
    ways = tuple(Alternative(way.kind, way.title, way.how) for way in told.alternatives)
    return ConsentText(told.version, told.title, told.text.strip(), ways)
