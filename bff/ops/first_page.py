"""The first page (H5) as it is sent: files by address of this release, modules named before they are met."""

import posixpath
import re
from collections.abc import Mapping

ENTRY = "app.js"
# in the repository the page names the entry alone, which is enough to open it without us
PRELOAD = '  <link rel="modulepreload" href="/static/{}">\n'
# what installed pages know themselves by, and the icons they are told of there: one address, fetched once
STEADY = r"manifest\.webmanifest\"|icons/"
STATIC_IMPORT = re.compile(
    r"""(?:^|[;}\s])(?:import|export)\b(?:[^"'`;()]*?\bfrom)?\s*["'](\.{1,2}/[^"']+)["']""", re.MULTILINE
)
LINKED = re.compile(f'"/static/(?!{STEADY})')


def imported(files: Mapping[str, bytes], entry: str = ENTRY) -> list[str]:
    """The entry and every module it needs before it runs, nearest first; words of a comment name none."""
    found = [entry]
    for name in found:
        for target in STATIC_IMPORT.findall(files[name].decode()):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
            if path in files and path not in found:
                found.append(path)
    return found


def first_page(page: bytes, files: Mapping[str, bytes], release: str) -> bytes:
    """Unless they are named, a phone learns of a module only from the one before it: a round trip each."""
    named = "".join(PRELOAD.format(name) for name in imported(files))
    told = page.decode().replace(PRELOAD.format(ENTRY), named)
    return LINKED.sub(f'"/static/{release}/', told).encode()
