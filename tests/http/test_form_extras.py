"""What fills a form in one tap and what it is signed with, on both fronts."""

from typing import Any

import pytest

from adapters.postgres.forms import PostgresForms
from domain.forms.form import FormMaterial
from domain.forms.signature import HAND
from domain.kernel.ids import CaseId, unshort
from tests.http.desk import STROKES
from tests.http.devices import OWN, on_device
from tests.http.hand import Hand, confirmation
from tests.http.own_data import copied, erased, facing, read
from tests.http.town import Town
from tests.http.wechat import FRONT, WechatPhone
from tests.support.house import count
from tests.usecases.case_world import JIA, YI

HOME = {
    "label": "家",
    "name": "甲子安",
    "phone": "+86 199 0000 0101",
    "address": "山东省青岛市莱西市虚构路20号",
}
FRONTS = pytest.mark.parametrize("inside", [False, True], ids=["on the phone page", "in the mini-program"])


async def begun(town: Town, *, inside: bool) -> tuple[Hand, str]:
    """甲's case with its form filled in, on that front."""
    if not inside:
        jia, matter = await town.arrived()
        return jia, await town.begun(jia, matter)
    code = await town.invited()
    phone = WechatPhone(town)
    await phone.enter()
    jia = await phone.prove(JIA, code=code)
    home = await jia.get(f"{FRONT}/home")
    jia.party = next(one["partyId"] for one in home["parties"] if one["partyId"] != home["actingFor"])
    [matter] = [one["matterId"] for one in (await jia.get(f"{FRONT}/home"))["matters"]]
    return jia, await town.begun(jia, matter)


async def asks(town: Town, case: str, *, signature: bool = False, report: bool = False) -> None:
    """As if the item asked for it."""
    known, forms = unshort("case", case), PostgresForms(town.core.cipher, town.core.new_id)
    assert known is not None
    async with town.core.atomic():
        form = await forms.of_case(CaseId(known))
        form.signature = HAND if signature else ""
        if report:
            form.materials = [*form.materials, FormMaterial("annual_report", "年度报告", "必要", "person")]
        await forms.save(form)


def of_report(form: Any) -> Any:
    return next(one for one in form["materials"] if one["key"] == "annual_report")


@FRONTS
async def test_an_address_is_saved_once_chosen_in_one_tap_and_removed(town: Town, *, inside: bool) -> None:
    jia, case = await begun(town, inside=inside)
    book = f"{jia.front}/addresses"
    saved = await jia.post(201, book, HOME, key="save")
    again = await jia.post(201, book, HOME, key="save")
    reused = await jia.send("POST", book, json={**HOME, "label": "单位"}, key="save")
    form = await jia.get(f"{jia.front}/cases/{case}/form")

    window = form["pickup"]["window"]
    chosen = {
        "pickup": {"addressId": saved["addressId"], "window": window},
        "delivery": {"addressId": saved["addressId"]},
    }
    changed = await jia.send(
        "PATCH", f"{jia.front}/cases/{case}/form", json={"version": form["version"], **chosen}
    )
    renamed = await jia.send("PATCH", f"{book}/{saved['addressId']}", json={"label": "老家"})
    unnamed = await jia.send("PATCH", f"{book}/{saved['addressId']}", json={"label": ""})
    removed = await jia.send("DELETE", f"{book}/{saved['addressId']}")

    assert (saved, reused.code) == (again, "idempotency-key-reused")
    assert (saved["name"], saved["phone"]) == ("甲**", "199****0101")
    assert form["addresses"] == [saved]
    assert changed.body["delivery"] == {
        "name": "甲子安",
        "phone": "19900000101",
        "address": "山东省青岛市莱西市虚构路20号",
    }
    assert changed.body["pickup"]["window"] == window
    assert renamed.body == {**saved, "label": "老家"}
    assert unnamed.body == {key: text for key, text in saved.items() if key != "label"}
    assert (removed.status, await count("addresses")) == (204, 0)


@pytest.mark.parametrize(
    ("delivery", "field"),
    [
        ({}, "delivery.name"),
        ({"name": "甲子安", "phone": "19900000101"}, "delivery.address"),
        ({"addressId": "adr_00000000000000000000000007", "name": "甲子安"}, "delivery.name"),
    ],
)
async def test_a_place_is_typed_whole_or_chosen(town: Town, delivery: dict[str, str], field: str) -> None:
    jia, case = await begun(town, inside=False)
    path = f"{jia.front}/cases/{case}/form"
    form = await jia.get(path)

    refused = await jia.send("PATCH", path, json={"version": form["version"], "delivery": delivery})

    assert (refused.status, refused.code) == (422, "malformed-body")
    assert [one["field"] for one in refused.body["fields"]] == [field]
    assert await jia.get(path) == form


async def test_an_address_that_no_parcel_finds_is_told_slip_by_slip(town: Town) -> None:
    jia, _ = await begun(town, inside=False)

    refused = await jia.send(
        "POST", f"{jia.front}/addresses", json={**HOME, "phone": "199", "address": "门口那边"}
    )

    assert (refused.status, refused.code) == (422, "address-incomplete")
    assert [one["field"] for one in refused.body["fields"]] == ["address", "phone"]
    assert await count("addresses") == 0


@FRONTS
async def test_a_signature_is_given_once_and_the_form_confirmed_with_it(town: Town, *, inside: bool) -> None:
    jia, case = await begun(town, inside=inside)
    if not inside:  # there the account is the device
        matter = (await jia.get(f"{jia.front}/cases/{case}"))["matterId"]
        jia = await on_device(town, OWN, token=jia.token, party=jia.party, matterId=matter, purpose="apply")
    await asks(town, case, signature=True)
    path = f"{jia.front}/cases/{case}/form"
    form = await jia.get(path)
    unsigned = await jia.send("POST", f"{path}/confirmation", json=confirmation(form))
    body = {"cases": [{"caseId": case, "digest": form["digest"]}], "strokes": STROKES}

    taken = await jia.post(201, f"{jia.front}/signatures", body, key="sign")
    again = await jia.post(201, f"{jia.front}/signatures", body, key="sign")
    other = await jia.send(
        "POST", f"{jia.front}/signatures", json={**body, "strokes": STROKES[:1]}, key="sign"
    )
    confirmed = await jia.post(
        200, f"{path}/confirmation", {**confirmation(form), "signature": taken["digest"]}
    )

    assert (unsigned.status, unsigned.code) == (409, "signature-needed")
    assert form["signature"] == {"wanted": "hand"}
    assert (taken, other.code, taken["cases"]) == (again, "idempotency-key-reused", [case])
    assert (confirmed["state"], await count("signatures")) == ("confirmed", 1)


async def test_a_blank_pad_is_refused(town: Town) -> None:
    jia, case = await begun(town, inside=False)
    await asks(town, case, signature=True)
    form = await jia.get(f"{jia.front}/cases/{case}/form")
    body = {"cases": [{"caseId": case, "digest": form["digest"]}], "strokes": [[[500, 500, 0]]]}

    refused = await jia.send("POST", f"{jia.front}/signatures", json=body)

    assert (refused.status, refused.code) == (422, "signature-blank")
    assert await count("signatures") == 0


async def test_one_case_is_signed_once_in_a_request(town: Town) -> None:
    jia, case = await begun(town, inside=False)
    await asks(town, case, signature=True)
    form = await jia.get(f"{jia.front}/cases/{case}/form")
    shown = {"caseId": case, "digest": form["digest"]}

    refused = await jia.send(
        "POST", f"{jia.front}/signatures", json={"cases": [shown, shown], "strokes": STROKES}
    )

    assert (refused.status, [one["field"] for one in refused.body["fields"]]) == (422, ["cases"])


@FRONTS
async def test_a_material_is_given_out_of_the_wallet_and_taken_back(town: Town, *, inside: bool) -> None:
    jia, case = await begun(town, inside=inside)
    await asks(town, case, report=True)
    [card, *_] = (await jia.get(f"{jia.front}/wallet"))["cards"]
    path = f"{jia.front}/cases/{case}/form/materials/annual_report"

    given = await jia.send("PUT", f"{path}/licence", json={"licenceId": card["licenceId"]})
    removed = await jia.send("DELETE", path)

    assert (given.status, of_report(given.body)["fromWallet"]) == (200, True)
    assert removed.status == 200
    assert "given" not in of_report(removed.body)
    assert await count("material_files") == 0


async def test_the_address_book_is_in_ones_copy_and_goes_with_an_erasure(town: Town) -> None:
    yi = await town.sign_in(YI)
    await yi.post(201, f"{yi.front}/addresses", HOME)
    facing_it = await facing(town, yi, YI)

    _, file = await copied(town, facing_it)
    asked = await erased(town, facing_it)
    told = await facing_it.get(f"{yi.front}/erasures/{asked['erasureId']}")

    [line] = read(file)[0]["addresses"]
    assert line["content"]["address"] == "山东省青岛市莱西市虚构路20号"
    assert {"family": "addresses", "what": "地址簿", "count": 1} in told["gone"]
    assert await count("addresses") == 0
