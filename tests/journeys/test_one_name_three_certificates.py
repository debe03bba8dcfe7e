"""One name, three certificates, a cut line (一次变更，多证联办): everything once, whatever dies."""

import hashlib
from dataclasses import dataclass
from typing import Any

import pytest

from adapters.keys.cipher import HmacDigests
from adapters.keys.ring import KeyRing
from adapters.sandbox.approval_cases import ACCEPTED, GRANTED
from adapters.sandbox.city import Enterprise
from bff.cli.demo import asking, bundle, fulfilling
from bff.cli.demo.mini_program import MiniProgram
from bff.cli.demo.walk import Walk
from tests.journeys.town import Town, in_row, known

FILING = {"method": "POST", "path": "/api/v1/cases"}
BEST = "5"  # 非常满意 at the national exchange; GB/T 39046 A.8 counts the other way round
RULES_OF_ITEM_1 = 7
ITEMS = ["建筑业企业资质简单变更", "工程设计企业资质变更", "工程监理企业资质变更"]


@dataclass(frozen=True, slots=True)
class Walked:
    """What was seen on the way: the page of the message, and what was read while the pushes were held."""

    phone: MiniProgram
    page: str
    cases: list[str]
    held_back: list[Any]
    cards_meanwhile: list[Any]
    views: list[Any]

    @property
    def walk(self) -> Walk:
        return self.phone.walk


@pytest.mark.wide
async def test_a_renamed_builder_confirms_once_and_three_certificates_change_whatever_dies(
    town: Town,
) -> None:
    builder = town.theatre.people.enterprise("renamed-builder")

    walked = await _walk_while_everything_dies(town, builder)

    await _one_notice_opened_at_its_page(town, walked, builder)
    await _one_face_one_answer_one_confirmation(town, walked)
    await _three_numbers_though_one_answer_was_lost(town, walked)
    _nothing_read_done_before_the_push(walked)
    await _three_sealed_acceptances_and_three_sealed_decisions(town, walked)
    await _nothing_travelled(town, walked)
    await _three_cards_are_the_banks(town, walked, builder)
    await _item_1_rests_on_rules_and_the_others_on_people(town, walked)
    await _three_ratings_arrive_as_the_best(town, walked)
    assert town.count("procrastinate_jobs", "status = 'failed'") == 0


async def test_who_chooses_staff_beforehand_is_decided_by_people_and_nothing_is_proposed(town: Town) -> None:
    walk = town.enterprise_walk("by-hand")
    await known(walk)
    await asking.say_yes(walk)

    offered = await _choose_staff(town, walk)
    await asking.confirm(walk)
    view = await fulfilling.decided(walk)
    await town.quiet()

    assert offered == (["instant", "staff"], "instant")
    assert (view["decision"]["result"], view["instant"]["state"]) == ("granted", "chosen_staff")
    assert view["instant"]["rules"] == []
    proposed = [one["case_no"] for one in (await town.book("approval"))["proposals"]]
    assert view["number"] not in proposed
    assert not {"instant-proposed", "instant-adopted"}.intersection(town.ledger_kinds(walk))


async def _walk_while_everything_dies(town: Town, builder: Enterprise) -> Walked:
    phone = town.mini_program(builder.story)
    walk = phone.walk
    page = await phone.notified()
    await phone.log_in()
    await phone.prove(matter=walk.matter)
    await asking.arrive(walk)
    cases = await bundle.say_yes_to_all(walk)

    undecided = {"matterNo": walk.matter, "status": ACCEPTED}
    await town.lever("approval", "/__mode", mode="away", match=undecided)
    await town.lever("approval", "/__mode", mode="reset_after", times=1, match={**FILING, "bizNo": cases[1]})
    await bundle.confirm_once(walk)
    town.die_and_return("worker", "serve")
    await town.until(lambda: _all_are(town, walk, ACCEPTED), "three acceptances over there")
    await bundle.all_reach(walk, cases, lambda view: view["state"] == "accepted", "three acceptances here")
    await town.until(lambda: _is_proposed(town, walk), "the proposal over there")

    await town.lever("approval", "/__push", hold=True)
    await town.lever("approval", "/__mode", mode="ok", match=undecided)
    await town.until(lambda: _all_are(town, walk, GRANTED), "three decisions over there")
    town.die_and_return("worker", "serve")
    held_back = [await walk.get(f"/cases/{case}") for case in cases]
    cards = (await walk.get("/wallet"))["cards"]
    await town.lever("approval", "/__push", hold=False)
    await town.lever("approval", "/__flush")
    town.die_and_return("worker", "serve")

    await bundle.decided(walk, cases)
    await bundle.rate_all(walk, cases)
    await town.quiet()
    views = [await walk.get(f"/cases/{case}") for case in cases]  # with the documents that were fetched since
    return Walked(phone, page, cases, held_back, cards, views)


async def _choose_staff(town: Town, walk: Walk) -> tuple[list[str], str]:
    """What was offered before, and which was marked."""

    async def filled() -> bool:
        return str((await walk.get(f"/cases/{walk.case}/form"))["state"]) != "filling"

    await town.until(filled, "the form")
    path = f"/v1/citizen/cases/{walk.case}/form"
    form = await walk.get(path)
    changed = await town.ask(walk, "PATCH", path, {"version": form["version"], "handling": "staff"})
    assert (changed.status, changed.body["handling"]) == (200, "staff")
    return [one["mode"] for one in form["handlingModes"]], form["handling"]


async def _all_are(town: Town, walk: Walk, status: str) -> bool:
    return [one["status"] for one in await town.their_cases(walk.matter)] == [status] * len(ITEMS)


async def _is_proposed(town: Town, walk: Walk) -> bool:
    return bool(await _proposals(town, walk))


async def _proposals(town: Town, walk: Walk) -> list[Any]:
    mine = {one["case_no"] for one in await town.their_cases(walk.matter)}
    return [one for one in (await town.book("approval"))["proposals"] if one["case_no"] in mine]


async def _one_notice_opened_at_its_page(town: Town, walked: Walked, builder: Enterprise) -> None:
    sent = [one for one in (await town.book("wechat"))["messages"] if one["openid"] == walked.phone.openid]
    texts = [
        one
        for one in (await town.book("sms"))["messages"]
        if one["phone"][-4:] == (builder.contact_phone or "")[-4:]
    ]
    ours = town.rows("SELECT * FROM notices WHERE matter_id = %s", in_row("mtr", walked.walk.matter))
    [matter] = town.rows("SELECT event_key FROM matters WHERE id = %s", in_row("mtr", walked.walk.matter))

    assert ([one["page"] for one in sent], texts) == ([walked.page], [])
    assert walked.page == f"pages/matter/matter?m={walked.walk.matter}"
    assert [(one["channel"], one["state"], one["tries"]) for one in ours] == [
        ("mini_program", "delivered", 1)
    ]
    assert matter["event_key"] == f"change/{builder.changes[0].change_id}"


async def _one_face_one_answer_one_confirmation(town: Town, walked: Walked) -> None:
    matter = walked.walk.matter
    checks = town.rows("SELECT state FROM identity_checks WHERE matter_id = %s", in_row("mtr", matter))

    assert [one["state"] for one in checks] == ["passed"]
    # every intended action of the phone has its key; the ratings have their own, by case
    assert [action for action in walked.walk.keys if matter in action] == [
        f"/matters/{matter}/answers",
        f"/matters/{matter}/confirmation",
    ]
    assert not any("form" in action for action in walked.walk.keys)
    for kind in ("intent-given", "form-confirmed"):
        where = "matter_id = %s AND kind = %s"
        assert town.count("ledger_entries", where, in_row("mtr", matter), kind) == len(ITEMS)


async def _three_numbers_though_one_answer_was_lost(town: Town, walked: Walked) -> None:
    theirs = await town.their_cases(walked.walk.matter)
    log = await town.client.expect(200, "GET", f"{town.theatre.stage.ports.vendor('approval')}/__log")
    cut = [one["fields"]["bizNo"] for one in log if one["mode"] == "reset_after" and "bizNo" in one["fields"]]

    assert [view["itemName"] for view in walked.views] == ITEMS
    assert len(theirs) == len(ITEMS)
    assert {one["biz_no"]: one["case_no"] for one in theirs} == {
        view["caseId"]: view["number"] for view in walked.views
    }
    assert cut.count(walked.cases[1]) == 1


def _nothing_read_done_before_the_push(walked: Walked) -> None:
    assert [view["state"] for view in walked.held_back] == ["accepted"] * len(ITEMS)
    for view in walked.held_back:
        assert not {"decision", "decidedAt", "licenceId"}.intersection(view)
        assert "办结" not in view["stateText"]
        assert [one["kind"] for one in view["documents"]] == ["application", "accepted"]
    assert [card["statusText"] for card in walked.cards_meanwhile] == ["换发中"] * len(ITEMS)


async def _three_sealed_acceptances_and_three_sealed_decisions(town: Town, walked: Walked) -> None:
    papers = (await town.book("approval"))["papers"]
    for view in walked.views:
        theirs = {one["kind"]: one["sm3"] for one in papers if one["case_no"] == view["number"]}
        ours = {one["kind"]: one for one in view["documents"] if one["kind"] != "application"}

        assert sorted(theirs) == sorted(ours) == ["accepted", "decision-granted"]
        for kind, document in ours.items():
            path = f"/v1/enterprise/cases/{view['caseId']}/documents/{document['documentId']}"
            paper = await town.ask(walked.walk, "GET", path)
            assert (paper.status, document["sealedAt"] != "") == (200, True)
            assert hashlib.new("sm3", paper.body).hexdigest() == theirs[kind]
    assert sum(one["case_no"] in {view["number"] for view in walked.views} for one in papers) == 2 * len(
        ITEMS
    )


async def _nothing_travelled(town: Town, walked: Walked) -> None:
    orders = {one["third_order_id"] for one in (await town.book("courier"))["orders"]}
    matter = in_row("mtr", walked.walk.matter)

    assert town.count("shipments", "matter_id = %s", matter) == 0
    assert [view["shipments"] for view in walked.views] == [[]] * len(ITEMS)
    others = {one["order_no"] for one in town.rows("SELECT order_no FROM shipments")}
    assert orders <= others  # whatever the courier has was ordered for somebody else


async def _three_cards_are_the_banks(town: Town, walked: Walked, builder: Enterprise) -> None:
    cards = (await walked.walk.get("/wallet"))["cards"]
    bank = [one for one in await town.licences_of(builder.uscc) if one["state"] == "in-force"]
    digests = HmacDigests(KeyRing.read(town.theatre.stage.folder / "keys.json"))
    [party] = town.rows("SELECT party_id FROM cases WHERE id = %s", in_row("case", walked.cases[0]))
    ours = town.rows("SELECT identifier_index FROM licences WHERE holder_id = %s", party["party_id"])

    assert {one["case_no"] for one in bank} == {view["number"] for view in walked.views}
    assert {bytes(one["identifier_index"]) for one in ours} == {
        digests.keyed("licence-identifier", one["identifier"]) for one in bank
    }
    assert {card["licenceId"] for card in cards} == {view["licenceId"] for view in walked.views}
    assert [(card["status"], card["holder"]) for card in cards] == [("valid", builder.name)] * len(ITEMS)


async def _item_1_rests_on_rules_and_the_others_on_people(town: Town, walked: Walked) -> None:
    first, *others = walked.views
    [proposal] = await _proposals(town, walked.walk)

    assert (proposal["case_no"], proposal["state"]) == (first["number"], "adopted")
    assert first["instant"]["state"] == "adopted"
    told, signed = first["instant"]["rules"], proposal["content"]["rules"]
    assert [(one["id"], one["source"]) for one in told] == [(one["id"], one["source"]) for one in signed]
    assert len(told) == RULES_OF_ITEM_1
    assert all(one["met"] and one["words"] and one["input"] and one["source"] for one in told)
    assert [view.get("instant") for view in others] == [None, None]


async def _three_ratings_arrive_as_the_best(town: Town, walked: Walked) -> None:
    numbers = {view["number"] for view in walked.views}
    given = [one for one in (await town.book("rating"))["evaluations"] if one["project_no"] in numbers]

    assert sorted(one["project_no"] for one in given) == sorted(numbers)
    assert [one["satisfaction"] for one in given] == [BEST] * len(ITEMS)
