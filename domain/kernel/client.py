"""A client of ours (客户端): the page or the mini-program, and its version. Knows nothing of HTTP."""

import re

Version = tuple[int, ...]
PLACES = 4
NAMED = re.compile(r"(h5|miniprogram)/([0-9]{1,6}(?:\.[0-9]{1,6}){0,3})")


def client_in(text: str) -> tuple[str, Version] | None:
    """«h5/1.2»; None for whatever names none of ours."""
    found = NAMED.fullmatch(text)
    return None if found is None else (found[1], _version(found[2]))


def oldest_in(text: str) -> dict[str, Version]:
    """«h5=1.2,miniprogram=1.0.3». Raises ValueError."""
    found = dict[str, Version]()
    for one in filter(None, (part.strip() for part in text.split(","))):
        named = client_in(one.replace("=", "/"))
        if named is None or named[0] in found:
            raise ValueError(text)
        found[named[0]] = named[1]
    return found


def said(kind: str, version: Version) -> str:
    """As it was written, without the noughts at its end: «h5/1.2»."""
    shown = list(version)
    while len(shown) > 2 and shown[-1] == 0:  # noqa: PLR2004 - 1.0 stays 1.0
        shown.pop()
    return f"{kind}/{'.'.join(map(str, shown))}"


def _version(text: str) -> Version:
    """1.2 and 1.2.0 are one."""
    parts = tuple(int(part) for part in text.split("."))
    return parts + (0,) * (PLACES - len(parts))
