"""The emulated back-end has the licence bank print what it granted, and tells the register of its holders."""

from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp import web

from adapters.sandbox.public_codes import make_uscc
from tests.sandbox.approval.back_end import JOURNEY, TASK, Starting
from tests.sandbox.public_bodies import open_body


class Bank:
    """Stands where the licence bank issues."""

    def __init__(self, **answer: str) -> None:
        self.asked: list[dict[str, Any]] = []
        self._answer = {"certIdentifier": "1.2.3", "certNo": "旧号"} | answer

    def app(self) -> web.Application:
        async def issue(request: web.Request) -> web.Response:
            self.asked.append(await request.json())
            return web.json_response(self._answer)

        app = web.Application()
        app.router.add_post("/__issue", issue)
        app.router.add_post("/__renew", issue)
        return app


FORM = {"organisation_name": "新名", "responsible_name": "乙丑", "address": "新址", "contact_phone": "1"}


@pytest.mark.parametrize("kind", ["change", "filing"])
async def test_a_change_keeps_the_term_and_prints_what_was_filed(
    stack: AsyncExitStack, start: Starting, kind: str
) -> None:
    bank = Bank(validFrom="2022-01-01", validUntil="2027-01-01")
    at = (await stack.enter_async_context(open_body(bank.app()))).url
    back_end = await start(licence_bank=at, register=at, kinds={TASK.code: kind})
    case_no = await back_end.accepted_case(form=FORM)

    await back_end.control("/__decide", {"caseNo": case_no, "outcome": "grant"})

    [asked] = bank.asked
    licence = (await back_end.case(case_no))["licence"]
    assert asked["keepTerm"] is True
    assert asked["printed"] == {"name": "新名", "responsible": "乙丑", "address": "新址"}
    assert (licence["licenceNumber"], licence["certIdentifier"]) == ("旧号", "1.2.3")
    assert (licence["validFrom"], licence["validUntil"]) == ("2022-01-01", "2027-01-01")


async def test_a_licence_without_end_keeps_none_when_it_is_changed(
    stack: AsyncExitStack, start: Starting
) -> None:
    at = (await stack.enter_async_context(open_body(Bank().app()))).url
    back_end = await start(licence_bank=at, kinds={TASK.code: "change"})
    case_no = await back_end.accepted_case(form=FORM)

    await back_end.control("/__decide", {"caseNo": case_no, "outcome": "grant"})

    assert "validUntil" not in (await back_end.case(case_no))["licence"]


@pytest.mark.parametrize(
    ("code", "kind", "told"),
    [
        (JOURNEY.uscc, "001", 2),
        (make_uscc("91", "370200", "MA999900"), "001", 1),
        (JOURNEY.responsible.id_number, "111", 1),
    ],
)
async def test_a_renewal_is_told_to_the_social_register_for_its_own_holders_only(
    stack: AsyncExitStack, start: Starting, code: str, kind: str, told: int
) -> None:
    bank = Bank()
    at = (await stack.enter_async_context(open_body(bank.app()))).url
    back_end = await start(licence_bank=at, register=at)
    applicant = {"name": "某单位", "code": code, "codeType": kind}
    case_no = (await back_end.file(applicant=applicant)).data["caseNo"]
    await back_end.put(case_no)
    for outcome in ("accept", "grant"):
        await back_end.control("/__decide", {"caseNo": case_no, "outcome": outcome})

    assert len(bank.asked) == told
    assert "keepTerm" not in bank.asked[0]
