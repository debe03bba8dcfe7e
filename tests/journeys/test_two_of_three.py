"""Hard case: two of three pieces come, a supplement (补正) is asked for and answered, then a no (不予许可).

Days do not pass in a test: at the end the last day of the certificate is moved in the bank's own row, and the
wallet is made to ask the bank again.
"""

import hashlib
import sqlite3
from dataclasses import replace
from typing import Any

from adapters.sandbox.city import Organisation
from bff.cli.data import opened
from bff.cli.demo import fulfilling
from bff.cli.demo.walk import Walk
from domain.kernel.ids import PartyId
from tests.journeys import ends
from tests.journeys.town import Town, applied

NOT_HANDED_OVER = ("duplicate", "2")
INSPECTION = {"name": "上一年度年度检查结论", "why": "登记系统里没有上一年度的年检结论（演示）"}
WHY_NOT = "上一年度年度检查结论为不合格（演示）"
PAPERS = {"accepted", "supplement", "decision-denied"}


async def test_two_of_three_go_back_in_one_parcel_and_the_old_certificate_stands_until_its_day(
    town: Town,
) -> None:
    organisation = town.theatre.people.of("two-of-three")
    walk, before = town.walk(organisation), await town.licences_of(organisation.uscc)
    await ends.nobody_takes_it_up(town, organisation)
    await applied(walk)
    await ends.reads(walk, "filed")

    await _two_of_three_arrive(town, walk)
    await ends.decide(town, walk, "supplement", INSPECTION["why"], materials=[INSPECTION])
    await ends.reads(walk, "supplementing")
    await _the_person_answers_with_a_pdf(walk)
    town.die_and_return("worker", "serve")
    await ends.reads(walk, "accepted")
    await ends.decide(town, walk, "deny", WHY_NOT)
    await fulfilling.decided(walk)
    await fulfilling.given_back(walk)
    await town.quiet()

    case = await walk.read()
    assert case["state"] == "closed"
    assert _custody(case) == {
        ("original", "1"): "holder",
        ("duplicate", "1"): "holder",
        NOT_HANDED_OVER: "absent",
    }
    await _both_went_back_under_one_waybill(town, walk, case)
    _says_why_and_what_can_be_done(case)
    await _every_sealed_document_is_the_one_they_sealed(town, walk, case)
    await ends.face_for_the_case(walk)
    late = await town.ask(walk, "POST", f"/v1/citizen/cases/{walk.case}/withdrawal", {})
    assert (late.status, "decided-already" in late.body["type"]) == (409, True)
    assert await town.licences_of(organisation.uscc) == before
    assert await _cards(walk) == ["即将到期"]
    await _its_day_passes(town, walk, organisation)
    assert await _cards(walk) == ["已过期"]


async def _two_of_three_arrive(town: Town, walk: Walk) -> None:
    shipment = await ends.parcel(walk, "collect", "delivered_self", "delivered_other")
    now = await ends.scan(town, walk, shipment, NOT_HANDED_OVER)
    assert now["stateText"] == "窗口已收到3件中的2件"
    assert [one["custody"] for one in now["pieces"]] == ["counter", "counter", "absent"]
    row = await ends.row_of(town, "certificates", shipment["shipmentId"])
    assert row is not None


async def _the_person_answers_with_a_pdf(walk: Walk) -> None:
    asked = await walk.get(f"/cases/{walk.case}/supplement")
    assert [(one["name"], one["why"]) for one in asked["materials"]] == [
        (INSPECTION["name"], INSPECTION["why"])
    ]
    assert (asked["state"], asked["reasons"], bool(asked["due"])) == ("open", [INSPECTION["why"]], True)
    [wanted] = asked["materials"]
    path = f"/cases/{walk.case}/supplement/materials/{wanted['index']}"
    assert await ends.put_file(walk, path, b"not a document") == 422
    assert await ends.put_file(walk, path, ends.PDF) == 200
    await ends.answer_supplement(walk)


def _custody(case: Any) -> dict[tuple[str, str], str]:
    """Who has each piece: as the latest parcel that held it says."""
    return {
        (piece["kind"], piece["serial"]): piece["custody"]
        for shipment in case["shipments"]
        for piece in shipment["pieces"]
    }


async def _both_went_back_under_one_waybill(town: Town, walk: Walk, case: Any) -> None:
    [back] = [one for one in case["shipments"] if one["direction"] == "give_back"]
    collected, returned = await ends.orders_of(town, walk)
    assert (len(back["pieces"]), back["waybill"]) == (2, returned["num"])
    assert collected["num"] != returned["num"]


def _says_why_and_what_can_be_done(case: Any) -> None:
    decision = case["decision"]
    assert (decision["result"], decision["reasons"]) == ("denied", [WHY_NOT])
    assert [(one["kind"], one.get("days"), one.get("months")) for one in decision["remedies"]] == [
        ("行政复议", 60, None),
        ("行政诉讼", None, 6),
    ]


async def _every_sealed_document_is_the_one_they_sealed(town: Town, walk: Walk, case: Any) -> None:
    sealed = [one for one in case["documents"] if one["kind"] in PAPERS]
    assert {one["kind"] for one in sealed} == PAPERS
    theirs = {
        one["kind"]: one["sm3"]
        for one in (await town.book("approval"))["papers"]
        if one["case_no"] == case["number"]
    }
    for one in sealed:
        answer = await town.ask(walk, "GET", f"/v1/citizen/cases/{walk.case}/documents/{one['documentId']}")
        assert (answer.status, answer.body[:5]) == (200, b"%PDF-")
        assert hashlib.new("sm3", answer.body).hexdigest() == theirs[one["kind"]]


async def _its_day_passes(town: Town, walk: Walk, organisation: Organisation) -> None:
    """The last day is yesterday's in the bank's row and ours; the wallet was last asked about long ago."""
    yesterday, holder = ends.days_ago(1).date(), town.case_row(walk)["party_id"]
    books = sqlite3.connect(town.theatre.stage.folder / "sandbox" / "licence_bank.sqlite3")
    with books:
        sql = "UPDATE licences SET valid_until = ? WHERE holder_code = ?"
        books.execute(sql, (yesterday.isoformat(), organisation.uscc))
    books.close()
    async with opened(town.theatre.stage.settings) as house:
        ours = house.office.wallet.read_wallet.licences
        for licence in await ours.of_holder(PartyId(holder)):
            await ours.put(replace(licence, valid_until=yesterday))
    ends.wallet_asks_again(town, walk)


async def _cards(walk: Walk) -> list[str]:
    return [one["statusText"] for one in (await walk.get("/wallet"))["cards"]]
