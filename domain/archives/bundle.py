"""The bundle (归档包): a plain zip whose manifest names every file with its digests, signed by the office.

The same content gives the same bytes: sorted names, no compression, one fixed timestamp.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from domain.archives.archive import ArchiveBroken
from domain.archives.plain import canonical

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
FORMAT = "palm-archive/1"
_THE_SAME_MOMENT = (1980, 1, 1, 0, 0, 0)
_READ_ONLY = 0o100400 << 16
# what zipfile raises when one bit of a bundle is not what it was: a place outside the file (OSError,
# ValueError), an end too early (EOFError), a name that is no UTF-8 (ValueError), a flag that says encrypted
# or packed another way (RuntimeError, of which NotImplementedError is one, zlib.error); a test flips each bit
_DAMAGE = (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, zlib.error)

Sm3 = Callable[[bytes], str]
"""SM3 (GB/T 32905), lower-case hex."""


@dataclass(frozen=True, slots=True)
class BundleFile:
    path: str
    content: bytes

    def __repr__(self) -> str:
        return f"BundleFile({self.path}, {len(self.content)} bytes)"


def manifest_of(about: Mapping[str, object], files: Iterable[BundleFile], sm3: Sm3) -> bytes:
    """Canonical JSON. `about` holds nothing about people: whoever keeps archives may read it."""
    listed = [
        {
            "path": file.path,
            "size": len(file.content),
            "sha256": sha256(file.content).hexdigest(),
            "sm3": sm3(file.content),
        }
        for file in sorted(files, key=lambda file: file.path)
    ]
    return canonical({**about, "format": FORMAT, "files": listed})


def pack(files: Iterable[BundleFile], manifest: bytes, signature: str) -> bytes:
    """Raises ValueError for two files of one path."""
    whole = (*files, BundleFile(MANIFEST, manifest), BundleFile(SIGNATURE, signature.encode()))
    if len({file.path for file in whole}) != len(whole):
        raise ValueError("two files of one path")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as bundle:
        for file in sorted(whole, key=lambda file: file.path):
            entry = zipfile.ZipInfo(file.path, _THE_SAME_MOMENT)
            entry.external_attr = _READ_ONLY
            entry.create_system = 3  # whichever system it was packed on
            bundle.writestr(entry, file.content)
    return buffer.getvalue()


def unpack(content: bytes) -> Mapping[str, bytes]:
    """Path → bytes, the damaged ones too: the digests tell. Raises ArchiveBroken."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            names = bundle.namelist()
            files = {name: _read(bundle, name) for name in names}
    except _DAMAGE as broken:
        raise ArchiveBroken(type(broken).__name__) from None
    if len(files) != len(names):
        raise ArchiveBroken("two files of one path")
    return files


def _read(bundle: zipfile.ZipFile, name: str) -> bytes:
    try:
        return bundle.read(name)
    except zipfile.BadZipFile:  # its checksum is wrong: named by what the manifest says of it
        return b""


def read_manifest(files: Mapping[str, bytes]) -> Mapping[str, object]:
    """What the bundle says of itself. Raises ArchiveBroken."""
    try:
        said = json.loads(files[MANIFEST])
    except (KeyError, ValueError):
        raise ArchiveBroken("no manifest") from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise ArchiveBroken("not a manifest of ours")
    return said


def faults_of(files: Mapping[str, bytes], signed: bytes | None, sm3: Sm3) -> tuple[str, ...]:
    """Every difference between bundle and manifest, by file; `signed`: what its signature is under."""
    if signed is None:
        return (f"{SIGNATURE} 不是本机关的签名",)
    if signed != files.get(MANIFEST):
        return (f"{MANIFEST} 与签名不符",)
    listed: object = read_manifest(files).get("files")
    entries = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    known = {str(one.get("path")): one for one in entries}
    there = set(files) - {MANIFEST, SIGNATURE}
    said = [f"{path} 缺失" for path in sorted(set(known) - there)]
    said += [f"{path} 不在清单内" for path in sorted(there - set(known))]
    for path in sorted(there & set(known)):
        content, entry = files[path], known[path]
        stated = (entry.get("size"), entry.get("sha256"), entry.get("sm3"))
        if stated != (len(content), sha256(content).hexdigest(), sm3(content)):
            said.append(f"{path} 被改动")
    return tuple(said)
