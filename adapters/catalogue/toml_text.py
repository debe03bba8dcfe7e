"""An item's text (事项文本) parsed within bounds: what is deeper or larger than any item is no TOML to us."""

import re
import tomllib
from typing import Any

DEPTH, MOST_DOTS = 20, 50  # tables within tables; dots in a line, which TOML reads as tables, too
LARGEST = 2**63  # TOML 1.0: integers of 64 bits
# what writes from right to left, or is not seen: a text that reads otherwise than it counts (CVE-2021-42574)
_UNSEEN = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
    r"|\\(?:u|U0000)(?:200[b-f]|202[a-e]|206[0-9a-f]|feff)",
    re.IGNORECASE,
)


def parsed(text: str) -> dict[str, Any]:
    """Raises tomllib.TOMLDecodeError, and nothing else."""
    if any(line.count(".") > MOST_DOTS for line in text.splitlines()):
        raise tomllib.TOMLDecodeError("tables within tables, too deep")
    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("brackets within brackets, too deep") from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:  # Python's own bound on digits
        raise tomllib.TOMLDecodeError("a number with too many digits") from None
    _walk(table, DEPTH)
    return table


def line_unseen(text: str) -> int:
    """The first line with a character that nobody sees, written or as its number; 0 where there is none."""
    found = _UNSEEN.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _walk(value: object, depth: int) -> None:
    if depth == 0:
        raise tomllib.TOMLDecodeError("brackets within brackets, too deep")
    if isinstance(value, int) and not -LARGEST <= value < LARGEST:
        raise tomllib.TOMLDecodeError("a number with too many digits")
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        _walk(part, depth - 1)
