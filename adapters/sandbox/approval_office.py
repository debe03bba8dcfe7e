"""The surroundings of the emulated approval back-end (审批系统), and how a licence comes to be issued."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

import aiohttp

from adapters.sandbox.kit_public import Credentials, beijing_day

TaskKind = Literal["change", "renew", "filing"]
PRINTED = {"name": "organisation_name", "responsible": "responsible_name", "address": "address"}
TERM = ("validFrom", "validUntil")
SOCIAL = ("51", "52", "53")  # begin the USCC of whoever stands in the social register


class Stuck(Exception):
    """The licence bank or the register did not take the result: nothing is decided yet."""


@dataclass(frozen=True, slots=True)
class Office:
    """Without `licence_bank` a number is made up; without `push_url` nobody is told."""

    bodies: Mapping[str, str]  # USCC to name
    push_url: str | None = None
    push_as: Credentials | None = None
    licence_types: Mapping[str, str] = field(default_factory=dict)  # 实施编码 to 证照类型代码
    kinds: Mapping[str, TaskKind] = field(default_factory=dict)  # 实施编码 to kind; absent: renew
    authorisations: Mapping[str, str] = field(default_factory=dict)  # 实施编码 to document of 秒批; or absent
    proposal_keys: tuple[str, ...] = ()  # public PEMs; one more may be given to /__proposal_key
    denials: Mapping[str, str] = field(default_factory=dict)  # applicant code to reason
    licence_bank: str | None = None
    register: str | None = None
    tempo_seconds: float = 0.0  # 0: by hand
    term_years: int = 5


async def issue_licence(
    http: aiohttp.ClientSession, office: Office, case: sqlite3.Row, form: Mapping[str, str], now: datetime
) -> dict[str, str]:
    """No 办结 without the licence bank's identifier. Both calls may be repeated. Raises: Stuck.

    A change keeps number and term; what is printed anew is what was filed.
    """
    today = beijing_day(now)
    until = _years_on(today, office.term_years)
    term = {"validFrom": today.isoformat(), "validUntil": until.isoformat(), "issuedOn": today.isoformat()}
    licence = {"licenceNumber": f"演示-{case['case_no'][-12:]}", **term}
    holder, case_no = case["applicant_code"], case["case_no"]
    renews = office.kinds.get(case["task_code"], "renew") == "renew"
    if office.licence_bank is not None:
        kind = office.licence_types.get(case["task_code"], "")
        asked: dict[str, object] = {
            "caseNo": case_no,
            "holderCode": holder,
            "certTypeCode": kind,
            **term,
        }
        if not renews:
            printed = {name: form[key] for name, key in PRINTED.items() if form.get(key)}
            asked |= {"keepTerm": True, "printed": printed}
        issued = await _tell(http, f"{office.licence_bank}/__issue", asked)
        licence |= {"licenceNumber": issued["certNo"], "certIdentifier": issued["certIdentifier"]}
        if not renews:  # the term is the old one's, and 长期 has no end
            licence = {name: value for name, value in licence.items() if name not in TERM}
            licence |= {name: issued[name] for name in TERM if issued.get(name)}
    if office.register is not None and renews and holder.startswith(SOCIAL):
        number = licence["licenceNumber"]
        renewed = {"caseNo": case_no, "uscc": holder, "certificateNumber": number, **term}
        await _tell(http, f"{office.register}/__renew", renewed)
    return licence


async def _tell(http: aiohttp.ClientSession, url: str, document: Mapping[str, object]) -> dict[str, str]:
    try:
        async with http.post(url, json=document, allow_redirects=False) as answer:
            if answer.status != 200:  # noqa: PLR2004 -- HTTP's own number
                raise Stuck(f"answered {answer.status}")
            told: dict[str, str] = await answer.json()
            return told
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Stuck(type(error).__name__) from error


def _years_on(day: date, years: int) -> date:
    """The last day of a term that begins today."""
    return date(day.year + years, day.month, min(day.day, 28 if day.month == 2 else 31)) - timedelta(days=1)  # noqa: PLR2004 -- February
