"""Two phones of one person: both known by face, both say yes in the same moment."""

import asyncio

from bff.cli.demo import asking
from bff.cli.demo.client import Answer, StepFailed
from bff.cli.demo.walk import Walk
from tests.journeys.town import Town, in_row, known


async def test_two_phones_say_yes_at_once_and_one_case_begins(town: Town) -> None:
    organisation = town.theatre.each("due")[0]
    phones = [town.walk(organisation), town.walk(organisation)]
    for phone in phones:
        await known(phone)
    bodies = [await _yes(phone) for phone in phones]

    answers = await asyncio.gather(
        *(_say(town, phone, body) for phone, body in zip(phones, bodies, strict=True))
    )

    assert all(_is_a_receipt_or_says_why_not(answer) for answer in answers), answers
    receipts = [answer.body["cases"] for answer in answers if answer.status == 201]
    assert receipts
    assert all(receipt == receipts[0] for receipt in receipts)
    matter = in_row("mtr", phones[0].matter)
    assert town.count("cases", "matter_id = %s", matter) == 1
    assert town.count("ledger_entries", "matter_id = %s AND kind = 'intent-given'", matter) == 1


async def test_two_phones_confirm_at_once_and_the_case_is_filed_once(town: Town) -> None:
    [organisation] = town.theatre.each("due-elsewhere")
    phones = [town.walk(organisation), town.walk(organisation)]
    for phone in phones:
        await known(phone)
        await asking.say_yes(phone)
        phone.case = phone.case or phones[0].case

    ends = await asyncio.gather(*(asking.confirm(phone) for phone in phones), return_exceptions=True)
    await town.until(lambda: town.case_row(phones[0])["number"] is not None, "the 办件编号")

    assert None in ends
    assert all(end is None or (isinstance(end, StepFailed) and ": 409 " in str(end)) for end in ends), ends
    theirs = [one for one in (await town.book("approval"))["cases"] if one["biz_no"] == phones[0].case]
    assert [one["case_no"] for one in theirs] == [town.case_row(phones[0])["number"]]
    assert town.ledger_kinds(phones[0]).count("form-confirmed") == 1


async def _yes(phone: Walk) -> dict[str, object]:
    """The answer to what this phone was shown."""
    invitation = await phone.get(f"/v1/citizen/matters/{phone.matter}")
    return {
        "answers": [{"itemCode": item["itemCode"], "answer": "yes"} for item in invitation["items"]],
        "shownDigest": invitation["shown"]["digest"],
        "promise": True,
    }


async def _say(town: Town, phone: Walk, body: dict[str, object]) -> Answer:
    return await town.ask(phone, "POST", f"/v1/citizen/matters/{phone.matter}/answers", body)


def _is_a_receipt_or_says_why_not(answer: Answer) -> bool:
    return answer.status == 201 or (answer.status == 409 and answer.body["type"].startswith("/problems/"))
