"""办结即归档 and 审管衔接: a closed case proves itself, and the regulator's books have no gap."""

from uuid import UUID

import pytest

from bff.cli.demo import fulfilling
from bff.cli.demo.stage import DidNotStart
from bff.cli.demo.walk import Walk
from tests.journeys import ends, office_work
from tests.journeys.town import Town, applied, in_row, shown

ARCHIVES = "SELECT id FROM archives WHERE case_id = %s"
DAYS = "/v1/console/supervision/days"


async def test_a_closed_case_is_filed_away_and_one_changed_byte_is_named(town: Town) -> None:
    walk = town.walk(town.theatre.people.of("filed-away"))
    await town.lever("regulator", "/__mode", mode="lose", times=1, match={})
    await applied(walk)
    await fulfilling.collected(walk)
    await fulfilling.decided(walk)
    await fulfilling.delivered(walk)
    await fulfilling.rate(walk)
    await ends.reads(walk, "closed")
    await town.quiet()
    await town.lever("regulator", "/__mode", mode="ok")

    untouched, touched, restored = await _verified_thrice(town, walk)
    before, after, numbers = await _reconciled_twice(town)

    assert "ok, 1 bundles" in untouched
    assert "ok" in restored
    assert shown("arc", _archived(town, walk)[0]) in touched
    assert (before, after) == ([False], [])
    assert numbers
    assert all(seqs == list(range(1, len(seqs) + 1)) for seqs in numbers.values())


def _archived(town: Town, walk: Walk) -> list[UUID]:
    return [row["id"] for row in town.rows(ARCHIVES, in_row("case", walk.case))]


async def _verified_thrice(town: Town, walk: Walk) -> tuple[str, str, str]:
    """What `palm archive verify` says of the bundle as kept, with one byte changed, and as kept again."""
    await town.until(lambda: len(_archived(town, walk)) == 1, "the bundle")
    [number] = _archived(town, walk)
    [kept] = town.theatre.stage.folder.rglob(f"{number.hex}.palmarchive")
    whole, verify = kept.read_bytes(), ("archive", "verify", "--case", walk.case)
    untouched = await office_work.palm(town, *verify)
    changed = bytearray(whole)
    changed[len(changed) // 2] ^= 1
    kept.write_bytes(bytes(changed))
    with pytest.raises(DidNotStart) as touched:
        await office_work.palm(town, *verify)
    kept.write_bytes(whole)
    return untouched, str(touched.value), await office_work.palm(town, *verify)


async def _reconciled_twice(town: Town) -> tuple[list[bool], list[bool], dict[str, list[int]]]:
    """The days that differ before and after a person sends what was lost once more (a receipt had come), and
    the numbers in the regulator's own books."""
    _, token = await office_work.add_staff(town, "业务管理壬", "business")
    await ends.chore(town, lambda office: office.supervision.reconcile_results)
    days = (await town.client.expect(200, "GET", DAYS, token=token))["days"]
    [short_of] = [one for one in days if one["missing"]]
    [missing] = short_of["missing"]

    asked = {"body": short_of["body"], "first": missing, "last": missing}
    await town.client.expect(200, "POST", "/v1/console/supervision/replay", token=token, json=asked)
    await town.quiet()
    await ends.chore(town, lambda office: office.supervision.reconcile_results)

    again = (await town.client.expect(200, "GET", DAYS, token=token))["days"]
    differ = [[one["agrees"] for one in told if not one["agrees"]] for told in (days, again)]
    return differ[0], differ[1], await _their_numbers(town)


async def _their_numbers(town: Town) -> dict[str, list[int]]:
    """Of every body, in order."""
    found: dict[str, list[int]] = {}
    for one in (await town.book("regulator"))["results"]:
        found.setdefault(one["body"], []).append(one["seq"])
    return {body: sorted(seqs) for body, seqs in found.items()}
