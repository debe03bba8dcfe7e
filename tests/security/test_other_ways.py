"""What an attacker tries on the ways without a face: guessing, listening, replaying, asking who is known."""

import asyncio
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from tortoise.connection import get_connection

from adapters.sandbox.bank_elements import card_of
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Unavailable
from tests.http.books import books, differing
from tests.http.caller import Answer
from tests.http.test_other_ways import (
    CARD,
    CHECKS,
    PHONE,
    applicant,
    bank,
    by_bank,
    code,
    network,
    opened,
    prove,
)
from tests.http.town import Town
from tests.security.pii import forms
from tests.support.house import count, jobs_deferred
from tests.usecases.case_world import JIA, YI

OTHERS_PHONE = "19900000192"


async def test_a_hundred_guessed_cards_put_five_questions_a_day_to_the_bank(town: Town) -> None:
    """FA-3: whatever key, code and line the guesser has, a person is asked about five times a day."""
    held, refused = bank(town), list[Answer]()
    held.cards = {CARD: (JIA[0].reveal(), JIA[1].reveal(), OTHERS_PHONE)}
    for n in range(100):
        told = await town.caller.send("POST", f"{CHECKS}/other-ways", json=applicant("bank"))
        if told.status != 201:
            refused.append(told)
            continue
        town.clock.go_on(timedelta(minutes=1))
        digits = await code(town, told.body)
        typed = {"cardNumber": card_of(n + 1), "phone": PHONE, "code": digits}
        await prove(town, told.body, bank=typed)
        await prove(town, told.body, bank={**typed, "cardNumber": CARD})

    assert len(held.asked) == 5
    assert len(refused) == 95
    assert {one.code for one in refused} <= {"identity-attempts-exceeded", "too-many-requests"}
    assert await count("sessions") == 0


@pytest.mark.parametrize("n", [20])
async def test_one_check_is_proved_once_however_many_come_at_once(town: Town, n: int) -> None:
    held = bank(town)
    check = await opened(town, "bank")
    typed = {"cardNumber": CARD, "phone": PHONE, "code": await code(town, check)}

    told = await asyncio.gather(*(prove(town, check, bank=typed) for _ in range(n)))

    assert len(held.asked) == 1
    assert await count("sessions") == 1
    assert {one.body["state"] for one in told} <= {"pending", "passed"}


async def test_which_of_the_four_was_wrong_is_told_by_nothing(town: Town) -> None:
    held, answers = bank(town), list[bytes]()
    wrong_name = (PersonName("王五"), JIA[1])
    nobody = (JIA[0], DocumentNumber("999999198001010062"))
    for who, card in ((JIA, card_of(7)), (wrong_name, CARD), (nobody, CARD), (JIA, card_of(99))):
        check = await opened(town, "bank", who=who)
        typed = {"cardNumber": card, "phone": PHONE, "code": await code(town, check)}
        town.clock.go_on(timedelta(minutes=2))
        answers.append((await prove(town, check, bank=typed)).raw.content)

    left = [
        told.decode().replace("今天还可再试3次", "今天还可再试4次").replace("2次", "4次") for told in answers
    ]
    assert len(set(left)) == 1
    assert len(held.asked) == 4


async def test_a_code_is_answered_with_the_same_bytes_for_every_number_and_whatever_became_of_it(
    town: Town,
) -> None:
    bank(town)
    told = []
    for phone in (PHONE, OTHERS_PHONE, "19900000193"):
        if phone == OTHERS_PHONE:
            town.sms.trouble.before.append(Unavailable("sms", "down"))
        check = await opened(town, "bank", who=YI)
        path = f"{CHECKS}/{check['identityCheckId']}/codes"
        asked = {"resumeToken": check["resumeToken"], "phone": phone}
        answer = await town.caller.send("POST", path, json=asked, key="")
        told.append((answer.status, answer.raw.content))

    assert len(set(told)) == 1


@pytest.mark.parametrize("what", ["proof", "codes"])
async def test_somebody_elses_check_answers_as_an_unknown_one_does(town: Town, what: str) -> None:
    check = await opened(town, "bank")
    body: dict[str, object] = {"resumeToken": "invented-resume-token-0000"}
    body |= {"phone": PHONE} if what == "codes" else {}
    before = await books()

    theirs = await town.caller.send("POST", f"{CHECKS}/{check['identityCheckId']}/{what}", json=body, key="")
    nobodys = await town.caller.send("POST", f"{CHECKS}/idc_{'0' * 25}7/{what}", json=body, key="")

    assert (theirs.status, _less_request(theirs)) == (404, _less_request(nobodys))
    assert await differing(before) == []
    assert town.sms.sent == []


async def test_the_token_of_one_check_counts_for_no_other_and_no_second_time(town: Town) -> None:
    mine, other = await opened(town, "network"), await opened(town, "network", who=YI)
    biz_no = mine["pageUrl"].partition("?")[0].rpartition("/")[2]
    token = network(town).confirm(biz_no, JIA[0].reveal(), JIA[1].reveal())

    stolen = await prove(town, other, network={"token": token})
    first = await prove(town, mine, network={"token": token})
    town.clock.go_on(timedelta(minutes=2))
    late = await prove(town, mine, network={"token": token})

    assert (stolen.body["state"], first.body["state"]) == ("failed", "passed")
    assert (late.status, late.code) == (410, "identity-check-ended")
    assert await count("sessions") == 1


@pytest.mark.parametrize(
    "claimed", [{"passed": True}, {"state": "passed"}, {"level": "face"}, {"bank": {"result": "match"}}]
)
async def test_a_client_that_says_passed_is_not_believed(town: Town, claimed: dict[str, Any]) -> None:
    check = await opened(town, "bank")

    told = await prove(town, check, **claimed)

    assert (told.status, told.code) == (422, "malformed-body")
    assert await count("sessions") == 0


async def test_a_service_that_is_down_passes_nobody_and_names_what_else_there_is(town: Town) -> None:
    held = bank(town)
    check = await opened(town, "bank")
    typed = {"cardNumber": CARD, "phone": PHONE, "code": await code(town, check)}
    held.trouble.before.append(Unavailable("bank-elements", "http-429"))

    told = await prove(town, check, bank=typed)

    assert (told.body["state"], told.body["cause"]) == ("failed", "source")
    assert {one["kind"] for one in told.body["alternatives"]} >= {"counter", "call"}
    assert await count("sessions") == 0


async def test_card_phone_code_and_token_are_in_no_row_no_job_and_no_log(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """In no form, and behind no seal either: what is kept nowhere is in no sealed column."""
    caplog.set_level(logging.INFO)
    with capture_logs() as logged:
        held = bank(town)
        await by_bank(town)
        check = await opened(town, "network")
        biz_no = check["pageUrl"].partition("?")[0].rpartition("/")[2]
        token = network(town).confirm(biz_no, JIA[0].reveal(), JIA[1].reveal())
        await prove(town, check, network={"token": token})
        town.clock.go_on(timedelta(minutes=2))
        again = await opened(town, "bank")
        digits = await code(town, again)
        typed = {"cardNumber": card_of(9), "phone": PHONE, "code": digits}
        held.trouble.answer_lost = True
        await prove(town, again, bank=typed)
        await prove(town, again, bank={**typed, "cardNumber": "9900000000000011"})
    seeded = (CARD, card_of(9), "9900000000000011", PHONE, token)
    records = [one.getMessage() for one in caplog.records if not one.name.startswith("http")]
    written = "\n".join(
        [*(str(one) for one in logged), *records, json.dumps(await jobs_deferred()), await _all_rows(town)]
    ).encode()

    found = {(value, form) for value in seeded for form, bytes_ in forms(value.encode()) if bytes_ in written}

    assert found == set()


async def _all_rows(town: Town) -> str:
    """Every row as text, and every sealed value of a check and of a kept answer, opened."""
    client = get_connection("default")
    tables = await client.execute_query_dict(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    )
    told = [
        str(await client.execute_query_dict(f'SELECT * FROM "{row["name"]}"'))  # noqa: S608 - our own names
        for row in tables
    ]
    for column in ("name", "number", "reference", "verify_url", "refresh_token"):
        rows = await client.execute_query_dict(
            f"SELECT id, {column} AS sealed FROM identity_checks WHERE {column} IS NOT NULL"  # noqa: S608 - likewise
        )
        told += [
            town.core.cipher.open(f"identity_checks.{column}", row["id"], row["sealed"]).decode()
            for row in rows
        ]
    return "\n".join(told)


def _less_request(answer: Answer) -> dict[str, object]:
    return {name: value for name, value in answer.body.items() if name != "instance"}
