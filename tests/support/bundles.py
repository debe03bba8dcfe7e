"""A ledger bundle in the hands of whoever gets one: checked by the stand-alone file, taken apart, forged."""

import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from adapters.archive.signature import LEDGER, ArchiveSignature
from domain.ledger.digest import canonical

VERIFIER = Path(__file__).resolve().parents[2] / "tools" / "verify_bundle.py"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
Files = dict[str, bytes]


def _loaded() -> ModuleType:
    """The file as it is, in this process: hundreds of checks would wait for as many starts of Python."""
    spec = spec_from_file_location("verify_bundle", VERIFIER)
    if spec is None or spec.loader is None:
        raise ImportError(str(VERIFIER))
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


_MODULE = _loaded()


def checked(bundle: Path, *words: str) -> tuple[int, str]:
    """The exit code, and what was said."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code: int = _MODULE.main([str(bundle), *words])
    return code, said.getvalue()


def read(bundle: Path) -> Files:
    with zipfile.ZipFile(bundle) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def write(bundle: Path, files: Mapping[str, bytes]) -> Path:
    """As whoever forges would: a faultless zip."""
    with zipfile.ZipFile(bundle, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return bundle


def relisted(files: Mapping[str, bytes], **changes: object) -> Files:
    """With a manifest that fits the files, as well as one can without the key: its signature is the old."""
    manifest = json.loads(files[MANIFEST]) | changes
    manifest["files"] = [
        {"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for path, content in sorted(files.items())
        if path not in (MANIFEST, SIGNATURE)
    ]
    return {**files, MANIFEST: canonical(manifest)}


def signed_again(files: Mapping[str, bytes], key_pem: str) -> Files:
    """By the office itself, or whoever has its key of checkpoints."""
    manifest = files[MANIFEST]
    return {**files, SIGNATURE: ArchiveSignature(key_pem, LEDGER).sign(manifest).encode()}


def lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.split(b"\n")[:-1]]


def text(told: list[Any]) -> bytes:
    return b"".join(canonical(one) + b"\n" for one in told)
