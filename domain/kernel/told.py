"""What an outside system calls things: a code (错误码) or a number of its own, written down as it is told.

Where nobody signs, or a vendor errs, prose stands there, whom it is about, or megabytes: none of it is kept.
"""

import re

OTHER = "other"
_NAME = re.compile(r"[0-9A-Za-z._:^-]{1,64}", re.ASCII)  # «^» stands in the numbers of a text operator


def code(told: str) -> str:
    """As told where it is one, empty where nothing was; else OTHER."""
    return told if not told or _NAME.fullmatch(told) else OTHER


def number(told: str) -> str:
    """As told where it is one, else empty: nobody is asked by it, and nothing found under it."""
    return told if _NAME.fullmatch(told) else ""
