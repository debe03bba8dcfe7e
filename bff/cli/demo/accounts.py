"""The office's people and the verifier of the demonstration: made on a folder's first start, kept 0600."""

import asyncio
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from bff.cli import data
from bff.settings import Settings

KEPT = "demo-keys.json"
PREPARER, CHIEF, CLERK = "审批一科甲", "审批一科乙", "窗口丙"
VERIFYING = ("莱西市虚构教育主管局", "年检窗口", "年度检查核验证书")


@dataclass(frozen=True, slots=True)
class Keys:
    """What staff and verifier sign in with, and the login of who prepares lists."""

    chief: str
    clerk: str
    verifier: str
    preparer: str = "preparer"


def accounts(settings: Settings) -> Keys:
    """Three people of the office and one verifier, the same at every start of the folder."""
    kept = settings.folder / KEPT
    if kept.exists():
        return Keys(**json.loads(kept.read_text()))
    keys = asyncio.run(_made(settings))
    _keep(kept, json.dumps(asdict(keys)))
    return keys


async def _made(settings: Settings) -> Keys:
    # a start that was interrupted has taken its logins already: every attempt brings its own
    attempt = uuid4().hex[:6]
    preparer = f"preparer-{attempt}"
    await data.add_staff(settings, preparer, PREPARER, ["business"])
    organisation, operator, purpose = VERIFYING
    return Keys(
        chief=_key(await data.add_staff(settings, f"chief-{attempt}", CHIEF, ["chief"])),
        clerk=_key(await data.add_staff(settings, f"clerk-{attempt}", CLERK, ["clerk"])),
        verifier=_key(await data.add_verifier(settings, organisation, operator, [purpose])),
        preparer=preparer,
    )


def _key(printed: str) -> str:
    return printed.rpartition(" ")[2]


def _keep(kept: Path, text: str) -> None:
    """Whole or not at all."""
    written = kept.with_suffix(".new")
    written.unlink(missing_ok=True)
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    written.replace(kept)
