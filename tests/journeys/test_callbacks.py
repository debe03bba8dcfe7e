"""What the vendors tell us (回调) twice, in the wrong order, late, or before we know of it ourselves."""

from collections import Counter
from typing import Any

from adapters.sandbox.city import Organisation
from bff.cli.demo import fulfilling
from bff.cli.demo.walk import Walk
from tests.journeys.town import Town, applied

UNRULY = {"duplicate": True, "reorder": True}
FREIGHT_FEN = 1500  # the emulator bills every parcel twice, 12.00 and 3.00: they add up, once each


async def test_news_that_comes_twice_late_reversed_or_too_early_moves_everything_once(town: Town) -> None:
    walk = town.walk(_late_message(town))
    await town.lever("courier", "/__callbacks", **UNRULY)
    await town.lever("approval", "/__push", **UNRULY, hold=True)
    await _the_courier_answers_long_after_the_parcel_is_under_way(town)

    await applied(walk)
    await town.until(lambda: _heard_of_before_it_was_stored(town, walk), "news of an unknown order")
    await fulfilling.collected(walk)
    await town.until(lambda: _decided_over_there(town, walk), "the back-end's decision")
    with_the_push_held_back = (await walk.read())["state"]
    await town.lever("courier", "/__callbacks", **UNRULY, hold=True)
    await town.lever("approval", "/__flush")
    await fulfilling.decided(walk)
    await town.until(lambda: _signed_over_there(town, walk), "the courier's own record of the delivery")
    with_the_news_held_back = (await walk.read())["state"]
    await town.lever("courier", "/__flush", all=True)
    await fulfilling.delivered(walk)
    await town.quiet()

    assert (with_the_push_held_back, with_the_news_held_back) == ("filed", "licensed")
    assert _written_more_than_once(town, walk) == []
    parcels = _parcels(town, walk)
    assert [(one["direction"], one["state"]) for one in parcels] == [
        ("collect", "scanned"),
        ("deliver", "delivered_self"),
    ]
    assert [one["freight_fen"] for one in parcels] == [FREIGHT_FEN, FREIGHT_FEN]
    case = town.case_row(walk)
    assert (case["state"], case["push_seq"], case["accepted_at"] is not None) == ("delivered", 2, True)
    assert town.count("inbox", "done_at IS NULL") == 0
    assert town.count("procrastinate_jobs", "status = 'failed'") == 0


async def test_a_report_that_comes_before_our_own_record_of_the_message_is_not_lost(town: Town) -> None:
    async def reported() -> bool:
        notice = await town.notice_of(_late_message(town))
        return notice["state"] == "delivered" and bool(notice["reference"])

    await town.until(reported, "the report")

    notice = await town.notice_of(_late_message(town))
    sql = "SELECT kind FROM ledger_entries WHERE matter_id = %s AND kind LIKE 'notice-%%'"
    kinds = Counter(row["kind"] for row in town.rows(sql, notice["matter_id"]))
    assert kinds == {"notice-sent": 1, "notice-delivered": 1}


def _late_message(town: Town) -> Organisation:
    return town.theatre.each("due")[2]


async def _the_courier_answers_long_after_the_parcel_is_under_way(town: Town) -> None:
    order = {"path": "/order/borderapi.do"}
    await town.lever("courier", "/__mode", mode="slow", seconds=3.0, times=1, match=order)


def _parcels(town: Town, walk: Walk) -> list[dict[str, Any]]:
    sql = "SELECT * FROM shipments WHERE case_id = %s ORDER BY planned_at"
    return town.rows(sql, town.case_row(walk)["id"])


def _heard_of_before_it_was_stored(town: Town, walk: Walk) -> bool:
    """The order's number came with the news; the task's, which only the answer brings, is not here yet."""
    return [(bool(one["order_id"]), bool(one["task_id"])) for one in _parcels(town, walk)] == [(True, False)]


async def _decided_over_there(town: Town, walk: Walk) -> bool:
    theirs = await town.their_case(walk)
    return theirs is not None and theirs["status"] == "办结-准予"


async def _signed_over_there(town: Town, walk: Walk) -> bool:
    orders = {one["third_order_id"]: one["num"] for one in (await town.book("courier"))["orders"]}
    tracks = {one["num"]: one["track"] for one in (await town.book("courier"))["parcels"]}
    mine = [orders.get(one["order_no"]) for one in _parcels(town, walk) if one["direction"] == "deliver"]
    return any(number and tracks[number] and tracks[number][-1]["code"] == "301" for number in mine)


def _written_more_than_once(town: Town, walk: Walk) -> list[tuple[str, ...]]:
    """Ledger entries that say the same thing again: a step of one parcel, a document, a move of the case."""
    sql = """SELECT kind, coalesce(facts->>'direction', '') AS way, coalesce(facts->>'kind', '') AS paper,
                    coalesce(facts->>'seq', '') AS push
             FROM ledger_entries WHERE case_id = %s"""
    rows = town.rows(sql, town.case_row(walk)["id"])
    counted = Counter((row["kind"], row["way"], row["paper"], row["push"]) for row in rows)
    return [step for step, times in counted.items() if times > 1]
