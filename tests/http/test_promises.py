"""Promises on the phone and at the desk: brought, withdrawn, checked; each answer as the contract has it."""

from domain.staff.account import Role
from tests.http.promised import PDF, promised
from tests.http.town import Town


async def test_a_promised_material_is_brought_by_phone(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    later, instead = await promised(town, case)
    await town.confirmed(jia, case)
    path = f"/v1/citizen/cases/{case}/promises"

    before = await jia.get(path)
    answer = await jia.send("PUT", f"{path}/{later}/material", **PDF)
    await town.work()
    [after] = [one for one in (await jia.get(path))["promises"] if one["promiseId"] == later]

    assert {one["promiseId"]: one["mayGive"] for one in before["promises"]} == {later: True, instead: False}
    assert (answer.status, answer.body["state"]) == (200, "given")
    assert (after["state"], after["stateText"], after["mayGive"]) == ("kept", "已补交", False)
    view = await jia.get(f"/v1/citizen/cases/{case}")
    assert [one["state"] for one in view["promises"]] == ["kept", "open"]


async def test_a_file_of_another_kind_is_refused(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    later, _ = await promised(town, case)
    path = f"/v1/citizen/cases/{case}/promises/{later}/material"

    named = await jia.send("PUT", path, content=b"%PDF-1.7", headers={"Content-Type": "text/html"})
    inside = await jia.send("PUT", path, content=b"MZ", headers={"Content-Type": "application/pdf"})

    assert (named.status, inside.status) == (415, 422)


async def test_a_material_the_item_does_not_ask_for_is_not_taken_with_the_form(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)

    answer = await jia.send("PUT", f"/v1/citizen/cases/{case}/form/materials/annual_report", **PDF)

    assert answer.status == 404


async def test_a_commitment_is_withdrawn_by_whoever_made_it(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    _, instead = await promised(town, case)
    await town.confirmed(jia, case)
    path = f"/v1/citizen/cases/{case}/promises/{instead}/withdrawal"
    await town.stepped_up(jia, case, "case")

    told = await jia.post(200, path, key="once")
    again = await jia.post(200, path, key="once")
    await town.work()

    assert told == again
    assert told["state"] == "withdrawn"
    assert (await jia.send("POST", path, key="twice")).status == 409


async def test_a_clerk_checks_a_commitment_and_the_auditor_only_reads(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    _, instead = await promised(town, case)
    await town.confirmed(jia, case)
    path, clerk, audit = f"/v1/console/promises/{instead}", town.staff[Role.CLERK], town.staff[Role.AUDIT]
    said = {"outcome": "kept", "note": "已调取任职文件核对"}

    early = await town.caller.send("POST", f"{path}/check", json=said, token=clerk, key="early")
    await town.granted(case)
    shown = await town.caller.expect(200, "GET", path, token=audit)
    refused = await town.caller.send("POST", f"{path}/check", json=said, token=audit, key="audit")
    checked = await town.caller.expect(200, "POST", f"{path}/check", json=said, token=clerk)
    await town.work()

    assert (early.status, refused.status) == (409, 403)
    assert shown["mayCheck"] is True
    assert (checked["state"], checked["mayCheck"], checked["check"]["note"]) == ("kept", False, said["note"])
