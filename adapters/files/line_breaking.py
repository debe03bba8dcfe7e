"""Lines of Chinese text: broken between any two characters, never inside a number or before a full stop."""

import re
import unicodedata
from collections.abc import Callable

# a Latin word or a number stays whole; anything else is a character of its own
_PIECE = re.compile(r"[A-Za-z0-9@#%&+./:_-]+|.", re.DOTALL)
_NEVER_FIRST = "，。、；：？！）》」』】〉”’…—,.;:?!)]}%℃"
_NEVER_LAST = "（《「『【〈“‘([{"


def printable(text: str) -> str:
    """`text` without control and invisible formatting characters, which would turn what is read round."""
    plain = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join(
        character
        for character in plain
        if character == "\n" or unicodedata.category(character) not in {"Cc", "Cf"}
    )


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """`text` in lines no wider than `width`, in the unit of `measure`; an empty text is one empty line."""
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, width, measure)]


def _wrap_paragraph(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    lines, line, room = [], "", width
    for piece in _pieces(text, width, measure):
        if line and measure(piece) > room:
            line, carried = _carried_over(line, piece)
            lines.append(line.rstrip(" "))
            line, room = carried, width - measure(carried)
        if line or piece != " ":
            line, room = line + piece, room - measure(piece)
    return [*lines, line]


def _pieces(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    whole = _PIECE.findall(text)
    return [part for piece in whole for part in ([piece] if measure(piece) <= width else piece)]


def _carried_over(line: str, piece: str) -> tuple[str, str]:
    """The line, and what it gives to the next so that neither ends nor begins against the custom."""
    keep = len(line)
    if piece[0] in _NEVER_FIRST and len(line) > 1:
        keep -= 1
    while keep > 1 and line[keep - 1] in _NEVER_LAST:
        keep -= 1
    return line[:keep], line[keep:]
