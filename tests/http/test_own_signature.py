"""The signature by hand on one's own phone, over HTTP: whose it is, on which device, and which is filed."""

from datetime import timedelta

from tests.http.desk import STROKES
from tests.http.devices import ANOTHER, OWN, on_device
from tests.http.hand import Hand, confirmation, part_of
from tests.http.test_form_extras import asks
from tests.http.town import Town
from tests.support.house import count

SCRIBBLE = [[[60 * n, 500, 16 * n] for n in range(12)]]
SIGNATURES = "/v1/citizen/signatures"
NOT_FRESH = timedelta(minutes=6)


async def asked(town: Town) -> tuple[Hand, str, str]:
    """甲 on a device of theirs, the matter, and its case that asks for a signature."""
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    await asks(town, case, signature=True)
    return await on_device(town, OWN, party=jia.party), matter, case


async def sign(hand: Hand, case: str, strokes: object = STROKES) -> str:
    form = await hand.get(f"/v1/citizen/cases/{case}/form")
    body = {"cases": [{"caseId": case, "digest": form["digest"]}], "strokes": strokes}
    return str((await hand.post(201, SIGNATURES, body))["digest"])


async def test_it_outlives_the_face_on_the_same_device_whoever_signs_elsewhere_meanwhile(town: Town) -> None:
    jia, matter, case = await asked(town)
    own = await sign(jia, case)
    thief = await on_device(town, ANOTHER, party=jia.party)
    town.clock.go_on(NOT_FRESH)
    strange = await sign(thief, case, SCRIBBLE)
    path = f"/v1/citizen/cases/{case}/form"

    back = await on_device(town, OWN, token=jia.token, party=jia.party, matterId=matter, purpose="apply")
    form = await back.get(path)
    refused = [
        (await back.send("POST", f"{path}/confirmation", json={**confirmation(form), **named})).code
        for named in ({"signature": strange}, {})
    ]
    told = await back.post(200, f"{path}/confirmation", {**confirmation(form), "signature": own})

    assert form["signature"] == {"wanted": "hand"}
    assert refused == ["signature-needed", "signature-needed"]
    assert told["state"] == "confirmed"


async def test_forms_confirmed_together_name_it_each(town: Town) -> None:
    jia, matter, case = await asked(town)
    own = await sign(jia, case)
    back = await on_device(town, OWN, token=jia.token, party=jia.party, matterId=matter, purpose="apply")
    part = part_of(case, await back.get(f"/v1/citizen/cases/{case}/form"))
    path = f"/v1/citizen/matters/{matter}/confirmation"

    unsigned = await back.send("POST", path, json={"forms": [part], "promise": True})
    signed = await back.post(200, path, {"forms": [{**part, "signature": own}], "promise": True})

    assert unsigned.code == "signature-needed"
    assert [one["state"] for one in signed["cases"]] == ["confirmed"]


async def test_on_a_device_without_a_key_one_signs_in_anew_first(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    await asks(town, case, signature=True)
    form = await jia.get(f"/v1/citizen/cases/{case}/form")

    refused = await jia.send(
        "POST",
        SIGNATURES,
        json={"cases": [{"caseId": case, "digest": form["digest"]}], "strokes": STROKES},
    )

    assert (refused.status, refused.code) == (401, "session-ended")
    assert await count("signatures") == 0
