"""Somebody asks for a copy of their own data, or has it erased: what they do, and what they read."""

import io
import json
import zipfile
from typing import Any

from domain.kernel.personal import DocumentNumber, PersonName
from tests.http.hand import Hand
from tests.http.town import Town
from tests.usecases.case_world import JIA


async def facing(town: Town, hand: Hand, who: tuple[PersonName, DocumentNumber] = JIA) -> Hand:
    """Their face once more, for their own data; the session they had ends with it."""
    again = await town.sign_in(who, token=hand.token, purpose="data")
    hand.token, hand.cookie = again.token, again.cookie
    return hand


async def copied(town: Town, hand: Hand) -> tuple[str, bytes]:
    """The copy's id, and the file as it comes."""
    told = await hand.post(202, f"{hand.front}/data-exports")
    await town.work()
    export = str(told["dataExportId"])
    answer = await hand.send("GET", f"{hand.front}/data-exports/{export}/file")
    assert answer.status == 200, answer.body
    return export, answer.raw.content


def read(file: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What machines read of it, by section; and its other files."""
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    told = json.loads(files.pop("data.json"))
    return {one["name"]: one["rows"] for one in told["sections"]}, files


def everything(file: bytes) -> bytes:
    """All that stands in it, unpacked, one after another."""
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        return b"\n".join(opened.read(name) for name in opened.namelist())


async def erased(town: Town, hand: Hand) -> dict[str, Any]:
    """What the receipt says when it is done."""
    preview = await hand.get(f"{hand.front}/erasure")
    told = await hand.post(202, f"{hand.front}/erasures", {"digest": preview["digest"]})
    await town.work()
    return dict(told)
