"""办结即归档 and 审管衔接: a closed case proves itself, and the regulator's books have no gap."""

from itertools import pairwise

import pytest

from bff.cli.demo import fulfilling
from bff.cli.demo.stage import DidNotStart
from bff.cli.demo.walk import Walk
from tests.journeys import ends, office_work
from tests.journeys.town import Town, applied, in_row, shown


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

    await _the_bundle_proves_itself(town, walk)
    await _the_regulators_books_have_no_gap_in_the_end(town)


async def _the_bundle_proves_itself(town: Town, walk: Walk) -> None:
    def archived() -> bool:
        return town.count("archives", "case_id = %s", in_row("case", walk.case)) == 1

    await town.until(archived, "the bundle")
    [row] = town.rows("SELECT id FROM archives WHERE case_id = %s", in_row("case", walk.case))
    assert "ok, 1 bundles" in await office_work.palm(town, "archive", "verify", "--case", walk.case)
    [kept] = town.theatre.stage.folder.rglob(f"{row['id'].hex}.palmarchive")
    whole = kept.read_bytes()
    changed = bytearray(whole)
    changed[len(changed) // 2] ^= 1
    kept.write_bytes(bytes(changed))
    with pytest.raises(DidNotStart, match=shown("arc", row["id"])):
        await office_work.palm(town, "archive", "verify", "--case", walk.case)
    kept.write_bytes(whole)
    assert "ok" in await office_work.palm(town, "archive", "verify", "--case", walk.case)


async def _the_regulators_books_have_no_gap_in_the_end(town: Town) -> None:
    """One push was lost though a receipt came: the figures of the day differ, a person sends it again."""
    _, token = await office_work.add_staff(town, "业务管理壬", "business")
    await ends.chore(town, lambda office: office.supervision.reconcile_results)
    path = "/v1/console/supervision/days"
    days = (await town.client.expect(200, "GET", path, token=token))["days"]
    [short_of] = [one for one in days if one["missing"]]
    [missing] = short_of["missing"]

    asked = {"body": short_of["body"], "first": missing, "last": missing}
    sent = await town.client.expect(200, "POST", "/v1/console/supervision/replay", token=token, json=asked)
    await town.quiet()
    await ends.chore(town, lambda office: office.supervision.reconcile_results)

    days = (await town.client.expect(200, "GET", path, token=token))["days"]
    assert (short_of["agrees"], sent["count"]) == (False, 1)
    assert all(one["agrees"] for one in days)
    numbers = await _their_numbers(town)
    assert numbers
    for seqs in numbers.values():
        assert seqs[0] == 1
        assert all(after == before + 1 for before, after in pairwise(seqs))


async def _their_numbers(town: Town) -> dict[str, list[int]]:
    """Of every body, in order."""
    found: dict[str, list[int]] = {}
    for one in (await town.book("regulator"))["results"]:
        found.setdefault(one["body"], []).append(one["seq"])
    return {body: sorted(seqs) for body, seqs in found.items()}
