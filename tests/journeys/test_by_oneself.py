"""Starting by oneself (自己办): who helps themselves first gets the same journey, and no notice for it."""

from adapters.sandbox.approval_cases import GRANTED
from bff.cli.demo import asking, fulfilling
from tests.journeys import office_work
from tests.journeys.town import Town, in_row

FILING = "wg-19-hr-service-filing"
SCOPE = "职业中介活动；人力资源服务外包（演示）"


async def test_who_helps_themselves_before_the_list_is_signed_is_sent_no_notice_for_it(town: Town) -> None:
    firm = town.theatre.people.enterprise("happy-18")
    walk = town.enterprise_walk("happy-18")
    await office_work.everybody_is_told(town)
    sent_before = await _messages(town, walk.cast.phone)
    change = await town.lever("enterprise_register", "/__change", uscc=firm.uscc, business_scope=SCOPE)
    [waiting] = await office_work.sense(town)
    listed = await office_work.lines(town, waiting, party=firm.name)

    await asking.identity(walk)
    await office_work.act_for(walk, firm.name)
    started = await office_work.start(walk, FILING)
    walk.matter = started["matterId"]
    await office_work.sign_everything(town)
    await office_work.everybody_is_told(town)
    again = await office_work.sense(town)
    await asking.identity(walk, matter=walk.matter)
    await asking.say_yes(walk)
    await asking.confirm(walk)
    await fulfilling.decided(walk)
    await fulfilling.show(walk)
    await fulfilling.rate(walk)

    assert [(one["itemName"], one.get("reason")) for one in listed] == [
        ("经营性人力资源服务机构开展人力资源服务业备案", None)
    ]
    assert started["state"] == "ready"
    assert again == []
    assert await _messages(town, walk.cast.phone) == sent_before
    assert town.count("notices", "matter_id = %s", in_row("mtr", walk.matter)) == 0
    assert town.count("matters", "event_key = %s", f"change/{change['changeId']}") == 1
    [theirs] = await town.their_cases(walk.matter)
    assert (theirs["status"], theirs["task_code"][-3:]) == (GRANTED, "819")
    assert (await walk.read())["state"] == "closed"


async def test_asking_twice_leads_to_the_same_matter_and_an_ended_one_is_not_begun_again(town: Town) -> None:
    firm = town.theatre.people.of("due-city")
    walk = town.walk(firm)
    await asking.identity(walk)
    await office_work.act_for(walk, firm.name)

    first = await office_work.start(walk, "wg-15-minban-renewal")
    second = await office_work.start(walk, "wg-15-minban-renewal")
    other = await office_work.start(walk, FILING)

    assert (first["state"], second["state"]) == ("ready", "ready")
    assert first["matterId"] == second["matterId"]
    assert (other["state"], other["reason"]) == ("not_due", "nothing-due")


async def _messages(town: Town, phone: str) -> int:
    return len(await town.lever("sms", "/__outbox", phone=phone))
