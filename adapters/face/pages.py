"""Whose page a person is sent to for their face (刷脸页面): the vendor's own, by https, and nobody else's.

The page of ours goes where it is told; what a vendor's answer names is therefore not believed as it stands.
"""

import re
from collections.abc import Collection

import structlog

from domain.kernel.refusal import Unknown

log = structlog.get_logger(__name__)
LONGEST = 2048
# read as a browser reads it, and stricter: what follows the host begins with one of three signs, so neither
# a name before an «@» nor a backslash makes another host of it
_PAGE = re.compile(r"https://([0-9a-z-]+(?:\.[0-9a-z-]+)+)(?:[/?#][!-~]*)?", re.ASCII | re.IGNORECASE)
_LOOPBACK = re.compile(r"http://(?:127\.0\.0\.1|localhost):[0-9]{1,5}/[!-~]*", re.ASCII)


class FacePages:
    """`hosts`: names of the vendor's, each with all below it; `loopback`: a sandbox's pages as well."""

    def __init__(self, vendor: str, hosts: Collection[str], *, loopback: bool = False) -> None:
        self._vendor, self._loopback = vendor, loopback
        self._ends = tuple(f".{host.lower()}" for host in hosts)

    def checked(self, page: str) -> str:
        """The page as it is. Raises Unknown: a check is open there, and nobody is sent to it."""
        found = _PAGE.fullmatch(page) if len(page) <= LONGEST else None
        host = found[1].lower() if found else ""
        if f".{host}".endswith(self._ends) or (self._loopback and _LOOPBACK.fullmatch(page)):
            return page
        log.error("face-page-elsewhere", vendor=self._vendor, host=host[:64])
        raise Unknown("face", "page-elsewhere")
