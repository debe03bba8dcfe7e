"""Sealing anew, counting and retiring: what `palm keys` does with the database open."""

from collections.abc import Callable, Mapping
from pathlib import Path

from adapters.keys.ring import KeyRing
from adapters.keys.ring_changes import with_new_key, without
from adapters.keys.ring_file import alone, replaced
from bff import logs
from bff.compose.keys import key_desk
from bff.compose.servers import servers
from bff.settings import Settings
from domain.keys.algorithms import Sealing
from domain.keys.sweep import Rotated, Sweep

SHOWN = 20  # of values that do not open; the number of all of them is told


async def rotate(
    settings: Settings, sealing: Sealing | None, say: Callable[[str], None], tell: Callable[[Sweep], None]
) -> Rotated:
    """Under a new key, or on with what was begun: as long as a value names another key, none is added."""
    logs.configure("warning", process="command")
    with servers(settings) as where:
        async with key_desk(settings, where.database_url) as desk:
            if await desk.rotate.left():
                say(f"going on under key {KeyRing.read(settings.keys_file).current}")
            else:
                say(f"key {added(settings.keys_file, sealing, is_current=True)} added")
            return await desk.rotate(tell)


def added(path: Path, sealing: Sealing | None, *, is_current: bool) -> str:
    """The version of the new key. Raises KeyRingProblem."""
    with alone(path):
        ring, version = with_new_key(KeyRing.read(path), sealing, is_current=is_current)
        replaced(path, ring)
    return version


async def used(settings: Settings) -> Mapping[str, Mapping[str, int]]:
    """By place, then by key version."""
    logs.configure("warning", process="command")
    with servers(settings) as where:
        async with key_desk(settings, where.database_url) as desk:
            return await desk.count()


async def retire(settings: Settings, version: str) -> Mapping[str, int]:
    """Take a key out of the ring; where it is still in use when it is, and nothing is done.

    Raises KeyRingProblem; ValueError when a transaction never ends.
    """
    logs.configure("warning", process="command")
    path = settings.keys_file
    with alone(path), servers(settings) as where:
        smaller = without(KeyRing.read(path), version)
        async with key_desk(settings, where.database_url) as desk:
            if not await desk.settling.settled():
                raise ValueError("a transaction from before is still running; try again when it has ended")
            counted = await desk.count()
        left = {place: counts[version] for place, counts in counted.items() if counts.get(version)}
        if not left:
            replaced(path, smaller)
    return left


def status(ring: KeyRing, used_: Mapping[str, Mapping[str, int]]) -> tuple[list[str], bool]:
    """A line for each place and for each key; False when a value's key is not in the ring."""
    lines = [
        f"{place:28} " + "  ".join(f"{_named(version)}: {n}" for version, n in sorted(counts.items()))
        for place, counts in sorted(used_.items())
    ]
    totals = dict.fromkeys(ring.keys, 0)
    for counts in used_.values():
        for version, n in counts.items():
            totals[version] = totals.get(version, 0) + n
    for version, n in sorted(totals.items()):
        mark = "current" if version == ring.current else "may be retired" if not n else "rotate, then retire"
        lines.append(f"{_named(version)}: {n} values, {mark if version in ring.keys else 'LOST'}")
    return lines, set(totals) <= set(ring.keys)


def _named(version: str) -> str:
    return f"key {version}" if version else "no key of ours"
