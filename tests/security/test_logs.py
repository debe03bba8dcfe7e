"""Nobody's number, phone, name, token or address stands in a log, a job or a metric (SL-1)."""

import json
import logging
from typing import Any

import pytest
from structlog.testing import capture_logs
from tortoise.connection import get_connection

from domain.kernel.refusal import Unavailable
from tests.architecture.contract_document import OPERATIONS
from tests.http.company import PHONE, Company, a_company
from tests.http.hand import Hand
from tests.http.town import BING, CONTACT, SECRET, Town
from tests.http.wechat import CHANGED, OPENID
from tests.security.cast import gathered
from tests.support.house import jobs_deferred
from tests.usecases.case_world import JIA, ORGANISATION, SCHOOL, YI
from tests.usecases.start_world import NEW_NAME, OLD_NAME, USCC

SEEDED = [
    *(part.reveal() for who in (JIA, YI, BING, SCHOOL) for part in who),
    CONTACT,
    "19900000101",
    ORGANISATION.certificate.licence_number,
    "虚构路18号",
    "虚构小区1号楼",
    "13900000000",
    SECRET,
]


async def stray(town: Town, jia: Hand, case: str) -> None:
    """Everything that goes wrong on a usual day."""
    jia_name, jia_number = JIA
    await jia.send("GET", "/v1/citizen/cases/case_00000000000000000000000007")
    await jia.send("POST", f"/v1/citizen/cases/{case}/rating", content=b'{"text": "13900000000"', key="k")
    await jia.send("POST", f"/v1/citizen/cases/{case}/rating", json={jia_number.reveal(): jia_name.reveal()})
    await town.caller.send("GET", f"/static/{jia_number.reveal()}")
    await town.caller.send("GET", "/v1/citizen/home", token=jia.token + "x")
    town.face.trouble.before.append(Unavailable("face", "timeout"))
    body = {
        "name": jia_name.reveal(),
        "idNumber": jia_number.reveal(),
        "consentVersion": "face-2026-11-22",
        "agreed": True,
        "metaInfo": "{}",
    }
    await town.caller.send("POST", "/v1/citizen/identity-checks", json=body)
    await town.caller.send(
        "POST", "/v1/citizen/identity-checks", json={**body, "idNumber": "370285196001059980"}
    )
    await town.caller.send("POST", f"/v1/callbacks/aliyun-sms/{SECRET}/replies", content=b"[1", key="")
    path, track = await town.track(await town.shipment(jia, case, "collect"), "103")
    await town.post_form(path, track.replace(b"sign=", b"sign=0"))
    await town.post_form(path.replace("tracks", "orders") + "x", track)


async def test_a_whole_journey_leaves_no_personal_data_in_logs_jobs_or_metrics(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with capture_logs() as logged:
        jia, _, case = await town.done()
        await jia.send("POST", "/v1/citizen/session/refresh", headers={"Cookie": jia.cookie}, key="")
        await stray(town, jia, case)
        code = town.code
    # the test's own client writes down every address it asks
    records = [one.getMessage() for one in caplog.records if not one.name.startswith("http")]
    lines = "\n".join([*(_line(one) for one in logged), *records])
    jobs = json.dumps(await jobs_deferred())
    events = str(await get_connection("default").execute_query_dict("SELECT * FROM procrastinate_jobs"))
    metrics = (await town.caller.send("GET", "/metrics")).raw.text
    secrets = [jia.token, jia.cookie.partition("=")[2], code, town.verifier, *town.staff.values()]

    found = {
        (where, seeded)
        for where, text in (("logs", lines), ("jobs", jobs), ("rows", events), ("metrics", metrics))
        for seeded in (*SEEDED, *secrets)
        if seeded in text
    }
    assert len(logged) > 20
    assert found == set()


def _line(event: Any) -> str:
    return json.dumps(event, ensure_ascii=False, default=repr)


async def test_a_company_in_the_mini_program_leaves_none_either(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with capture_logs() as logged:
        company = await _company(town)
        await company.phone.send("GET", "/matters/mtr_00000000000000000000000007")
        await company.phone.send("POST", "/session", json={"code": "used-up"}, key="")
        town.wechat.pusher(token="someOtherPushToken").popup(OPENID, [CHANGED], accept=True)
        await company.phone.post_push(*town.wechat.last_push())
    records = [one.getMessage() for one in caplog.records if not one.name.startswith("http")]
    lines = "\n".join([*(_line(one) for one in logged), *records])
    jobs = json.dumps(await jobs_deferred())
    metrics = (await town.caller.send("GET", "/metrics")).raw.text

    found = {
        (where, seeded)
        for where, text in (("logs", lines), ("jobs", jobs), ("metrics", metrics))
        for seeded in (*INSIDE, company.hand.token, company.phone.token)
        if seeded in text
    }
    assert len(logged) > 20
    assert found == set()


async def test_what_the_whole_office_does_at_its_desks_leaves_none_either(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with capture_logs() as logged:
        cast = await gathered(town)
        for operation in AT_DESKS:
            for who, (token, party) in cast.tokens().items():
                if who.startswith("staff"):
                    await cast.knock(operation, token=token, acting_for=party)
    records = [one.getMessage() for one in caplog.records if not one.name.startswith("http")]
    lines = "\n".join([*(_line(one) for one in logged), *records])
    jobs = json.dumps(await jobs_deferred())
    metrics = (await town.caller.send("GET", "/metrics")).raw.text
    names = [one.account.name for one in town.colleagues.values()]

    found = {
        (where, seeded)
        for where, text in (("logs", lines), ("jobs", jobs), ("metrics", metrics))
        for seeded in (*SEEDED, *names, *town.staff.values())
        if seeded in text
    }
    assert len(logged) > len(AT_DESKS)
    assert found == set()
    assert await _stored(SEEDED) == []


AT_DESKS = [
    one
    for one in OPERATIONS
    if one.told["x-audience"] == "staff" and not one.name.startswith(("sign_out", "end_staff"))
]
INSIDE = [*SEEDED, OPENID, PHONE, "key-1", USCC.reveal(), NEW_NAME.reveal(), OLD_NAME.reveal(), "九水路12号"]


async def _company(town: Town) -> Company:
    """Told, known, and all three cases filed; one of them decided."""
    company = await a_company(town)
    await company.arrived()
    for item, case in (await company.confirmed()).items():
        await company.granted(item, case)
    return company


async def _stored(seeds: list[str]) -> list[tuple[str, str]]:
    client = get_connection("default")
    tables = await client.execute_query_dict(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    )

    found = []
    for table in (row["name"] for row in tables):
        text = str(await client.execute_query_dict(f'SELECT t::text FROM "{table}" t'))  # noqa: S608 - our own names
        found += [(table, seeded) for seeded in seeds if seeded in text]
        found += [(table, seeded) for seeded in seeds if seeded.encode().hex() in text]
    return found


async def test_personal_data_is_sealed_in_every_table(town: Town) -> None:
    await town.done()

    assert await _stored(SEEDED) == []


async def test_what_wechat_tells_of_a_person_is_sealed_in_every_table(town: Town) -> None:
    await _company(town)

    assert await _stored(INSIDE) == []
