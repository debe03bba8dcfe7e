"""What makes each operation succeed for the right one (AZ-1's positive control), where the end would not do.

Named by the operation's name on the phone page: the mini-program and the counter are prepared alike. An
operation that stands nowhere here succeeds at the end, sent as the cast has it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from tortoise.connection import get_connection

from adapters.postgres.forms import PostgresForms
from adapters.postgres.rows.identity import SessionRow
from domain.decisions.proposal import ProposalState
from domain.decisions.push import PushStatus
from domain.forms.form import FormMaterial
from domain.forms.signature import HAND
from domain.kernel.ids import CaseId, short, unshort
from domain.staff.account import Role
from tests.architecture.contract_document import Operation
from tests.http.afterwards import STATEMENT, at_desk, weighed
from tests.http.desk import signed
from tests.http.hand import confirmation, pieces
from tests.http.promised import PDF
from tests.security.matrix.at_the_door import AT_THE_DOOR
from tests.security.matrix.rewind import END
from tests.security.matrix.scene import COUNTER, ENTERPRISE, Prepare, Scene, Way, only
from tests.usecases.case_world import ITEM

WANTED = {"materials": [{"index": 7, "name": "年检结论"}]}


async def as_it_is(scene: Scene, operation: Operation) -> Way:
    del scene, operation
    return Way()


# the form


async def signed_at_the_counter(scene: Scene, operation: Operation) -> Way:
    """On the pad, for the form as it stands: nothing is confirmed there without."""
    if operation.name.startswith(COUNTER):
        await signed(scene.hand(operation), scene.case)
    return Way()


async def asked_for_a_file(scene: Scene, operation: Operation) -> Way:
    """The form wants what only the person has."""
    del operation
    known, forms = unshort("case", scene.case), PostgresForms(scene.town.core.cipher, scene.town.core.new_id)
    assert known is not None
    async with scene.town.core.atomic():
        form = await forms.of_case(CaseId(known))
        form.materials = [*form.materials, FormMaterial("annual_report", "年度报告", "必要", "person")]
        await forms.save(form)
    return Way()


async def asked_to_sign(scene: Scene, operation: Operation) -> Way:
    """As if the item asked for a signature by hand, and every browser had kept the cookie that names it."""
    del operation
    known, forms = unshort("case", scene.case), PostgresForms(scene.town.core.cipher, scene.town.core.new_id)
    assert known is not None
    async with scene.town.core.atomic():
        form = await forms.of_case(CaseId(known))
        form.signature = HAND
        await forms.save(form)
    await SessionRow.filter(device__isnull=True).update(device=b"\x01")
    return Way()


async def posted_by_oneself(scene: Scene, operation: Operation) -> Way:
    """The old certificate goes by any courier, the new one is fetched at the counter."""
    del operation
    await _confirmed_with(scene, returnMode="self_post", deliveryMode="counter")
    return Way()


async def _confirmed_with(scene: Scene, **ways: str) -> None:
    jia, path = scene.cast.jia, f"/v1/citizen/cases/{scene.case}/form"
    form = await jia.get(path)
    changed = await jia.send("PATCH", path, json={"version": form["version"], **ways})
    await jia.post(200, f"{path}/confirmation", confirmation(changed.body))
    await scene.town.work()


# what was asked for afterwards


async def _given(scene: Scene) -> Any:
    jia, path = scene.cast.jia, f"/v1/citizen/cases/{scene.case}/supplement"
    return (await jia.send("PUT", f"{path}/materials/7", key="", **PDF)).body


async def handed_in(scene: Scene, operation: Operation) -> Way:
    del operation
    return Way(body={"json": {"digest": (await _given(scene))["digest"], "promise": True}})


async def asked_again(scene: Scene, operation: Operation) -> Way:
    """The back-end wants the same a second time, after it was answered."""
    del operation
    kept, number = await _given(scene), scene.town.approval.filings[scene.case][1].number
    scene.town.approval.stands[number] = PushStatus.SUPPLEMENT
    path = f"/v1/citizen/cases/{scene.case}/supplement/answer"
    await scene.cast.jia.post(200, path, {"digest": kept["digest"], "promise": True})
    await scene.town.work()
    await scene.town.push(scene.case, "补正告知", supplement=WANTED)
    whole = (await at_desk(scene.town, "GET", f"/cases/{scene.case}")).body
    [contested] = [
        one["supplement"] for one in whole["supplements"] if one["supplement"]["state"] == "contested"
    ]
    return Way({"supplementId": contested["supplementId"]})


async def committed(scene: Scene, operation: Operation) -> Way:
    """The promise that stands instead of a proof."""
    del scene, operation
    row = await only("SELECT id FROM promises WHERE material = 'material_instead'")
    return Way({"promiseId": short("prm", row["id"])})


# what the office does with a case


async def accepted(scene: Scene, operation: Operation) -> Way:
    del operation
    await scene.town.push(scene.case, "已受理")
    return Way()


async def stopped(scene: Scene, operation: Operation) -> Way:
    await accepted(scene, operation)
    body = scene.cast.bodies["stop_clock"]["json"]
    await _done(scene, f"/cases/{scene.case}/clock/stop", body)
    return Way()


async def more_time_asked_for(scene: Scene, operation: Operation) -> Way:
    await accepted(scene, operation)
    body = scene.cast.bodies["prepare_extension"]["json"]
    await _done(scene, f"/cases/{scene.case}/clock/extension", body)
    return Way()


async def _done(scene: Scene, path: str, body: object = None, *, role: Role = Role.CLERK) -> Any:
    answer = await at_desk(scene.town, "POST", path, body, role=role)
    assert answer.raw.is_success, answer.body
    await scene.town.work()
    return answer.body


async def left_by_the_rules(scene: Scene, operation: Operation) -> Way:
    await accepted(scene, operation)
    await weighed(scene.town, scene.case, ProposalState.NOT_GRANTED)
    return Way()


async def heard(scene: Scene, operation: Operation) -> Way:
    del operation
    path = f"/v1/citizen/cases/{scene.case}/revocation/statement"
    await scene.cast.jia.post(200, path, STATEMENT)
    return Way()


async def answered(scene: Scene, operation: Operation) -> Way:
    del operation
    body = scene.cast.bodies["answer_grievance"]["json"]
    await _done(scene, f"/grievances/{scene.cast.paths['grievanceId']}/answer", body)
    return Way()


async def rated_badly(scene: Scene, operation: Operation) -> Way:
    del operation
    jia = scene.cast.jia
    rating = {"level": 1, "tags": ["108"], "text": "等了三个小时。"}
    await jia.post(201, f"/v1/citizen/cases/{scene.case}/rating", rating)
    [row] = (await jia.get("/v1/citizen/grievances"))["grievances"]
    return Way({"grievanceId": row["grievanceId"]})


# certificates and parcels


async def scanned_and_granted(scene: Scene, operation: Operation) -> Way:
    del operation
    shipment = await scene.town.shipment(scene.cast.jia, scene.case, "collect")
    await _done(scene, f"/shipments/{shipment['shipmentId']}/scan", pieces(shipment))
    await scene.town.granted(scene.case)
    return Way()


async def given_to_another(scene: Scene, operation: Operation) -> Way:
    return await _delivery(scene, operation, "303")


async def sent_back(scene: Scene, operation: Operation) -> Way:
    return await _delivery(scene, operation, "4")


async def lost_on_the_way(scene: Scene, operation: Operation) -> Way:
    way = await _delivery(scene, operation, "201")
    await _done(scene, f"/shipments/{way.paths['shipmentId']}/loss", {"note": "快递公司书面答复"})
    return way


async def waits_at_the_counter(scene: Scene, operation: Operation) -> Way:
    await posted_by_oneself(scene, operation)
    sent = {"carrier": "shunfeng", "waybill": "SF0000000001"}
    await scene.cast.jia.post(200, f"/v1/citizen/cases/{scene.case}/waybill", sent)
    shipment = await scene.town.shipment(scene.cast.jia, scene.case, "collect")
    await _done(scene, f"/shipments/{shipment['shipmentId']}/scan", pieces(shipment))
    await scene.town.granted(scene.case)
    return await _delivery(scene, operation)


async def _delivery(scene: Scene, operation: Operation, *codes: str) -> Way:
    """The parcel with the new certificate."""
    del operation
    if codes:
        await scene.town.moves(scene.cast.jia, scene.case, "deliver", *codes)
    shipment = await scene.town.shipment(scene.cast.jia, scene.case, "deliver")
    return Way({"shipmentId": shipment["shipmentId"]})


# one's own data


async def none_yet(scene: Scene, operation: Operation) -> Way:
    """One copy a day, and today's has been asked for."""
    del scene, operation
    await get_connection("default").execute_query("DELETE FROM data_exports")
    return Way()


async def previewed(scene: Scene, operation: Operation) -> Way:
    """What would go and what stays is everybody's own, and shown before."""
    front, bodies = "enterprise" if operation.name.startswith(ENTERPRISE) else "citizen", {}
    for who, (token, party) in scene.knocking().items():
        path = f"/v1/{front}/erasure"
        answer = await scene.town.caller.send("GET", path, token=token, acting_for=party)
        if answer.raw.is_success:
            bodies[who] = {"json": {"digest": answer.body["digest"]}}
    return Way(bodies=bodies)


# lists and versions of items


async def nothing_open(scene: Scene, operation: Operation) -> Way:
    del operation
    path = f"/items/{ITEM}/versions/{scene.cast.paths['versionId']}/discard"
    await _done(scene, path, {"reason": "不改了"}, role=Role.BUSINESS)
    return Way()


async def found_sound(scene: Scene, operation: Operation) -> Way:
    """The draft changes one thing, and the worker has looked at it."""
    del operation
    path = f"/items/{ITEM}/versions/{scene.cast.paths['versionId']}"
    drafted = (await at_desk(scene.town, "GET", path, role=Role.BUSINESS)).body
    changed = {"digest": drafted["digest"], "changes": {"guide.phone": "0532-12345678"}}
    await _done(scene, f"{path}/fields", changed, role=Role.BUSINESS)
    return Way()


async def tried(scene: Scene, operation: Operation, **more: object) -> Way:
    await found_sound(scene, operation)
    path = f"/items/{ITEM}/versions/{scene.cast.paths['versionId']}"
    await _done(scene, f"{path}/trials", role=Role.BUSINESS)
    digest = (await at_desk(scene.town, "GET", path, role=Role.CHIEF)).body["digest"]
    return Way(body={"json": {"decision": "sign", "digest": digest, "liveOn": "2026-12-24", **more}})


async def live(scene: Scene, operation: Operation) -> Way:
    way = await tried(scene, operation, liveOn="2026-11-23", urgent=True, note="原电话停机。")
    assert way.body is not None
    path = f"/items/{ITEM}/versions/{scene.cast.paths['versionId']}/signature"
    await _done(scene, path, way.body["json"], role=Role.CHIEF)
    return Way()


async def by_its_number(scene: Scene, operation: Operation) -> Way:
    del operation
    return Way(query=f"?q={scene.town.approval.filings[scene.case][1].number}")


class Control(NamedTuple):
    """At which moment, and what has to happen first."""

    moment: str
    prepare: Prepare = as_it_is


CONTROLS: Mapping[str, Control] = MappingProxyType(
    {
        **{name: Control(END, prepare) for name, prepare in AT_THE_DOOR.items()},
        "decide_push_list": Control("prepared"),
        "answer_invitation": Control("invited"),
        **dict.fromkeys(("edit_form", "dispute_field", "sign_forms"), Control("begun")),
        **dict.fromkeys(("confirm_form", "confirm_forms"), Control("begun", signed_at_the_counter)),
        **dict.fromkeys(
            ("put_form_material", "put_form_licence", "remove_form_material"),
            Control("begun", asked_for_a_file),
        ),
        "sign_own_forms": Control("begun", asked_to_sign),
        "enter_waybill": Control("begun", posted_by_oneself),
        "hand_over_at_counter": Control("begun", waits_at_the_counter),
        "withdraw_case": Control("filed"),
        "withdraw_promise": Control("filed", committed),
        **dict.fromkeys(("stop_clock", "prepare_extension"), Control("filed", accepted)),
        "resume_clock": Control("filed", stopped),
        "sign_extension": Control("filed", more_time_asked_for),
        "review_instant_case": Control("filed", left_by_the_rules),
        **dict.fromkeys(
            ("put_supplement_material", "put_supplement_licence", "note_supplement_call"),
            Control("supplement"),
        ),
        "answer_supplement": Control("supplement", handed_in),
        "settle_supplement": Control("supplement", asked_again),
        "scan_certificates": Control("arrived"),
        "void_certificates": Control("arrived", scanned_and_granted),
        "check_promise": Control("granted", committed),
        **dict.fromkeys(("confirm_receipt", "say_received"), Control("granted", given_to_another)),
        "order_shipment_again": Control("granted", sent_back),
        "reissue_certificate": Control("granted", lost_on_the_way),
        "prepare_revocation": Control("delivered"),
        "find_malice": Control("delivered", rated_badly),
        "decide_revocation": Control(END, heard),
        "reopen_grievance": Control(END, answered),
        "draft_item_version": Control(END, nothing_open),
        "try_item_version": Control(END, found_sound),
        "decide_item_version": Control(END, tried),
        "roll_back_item_version": Control(END, live),
        "ask_data_export": Control(END, none_yet),
        "ask_erasure": Control(END, previewed),
        "find_cases": Control(END, by_its_number),
    }
)
