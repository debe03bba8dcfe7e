"""The assembled application in an invented town: real database, fakes outside, people with phones.

Inbound callbacks are read by the real adapters: what a vendor signs is checked as it will be.
"""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from tortoise.connection import get_connection

from adapters.courier.kuaidi100 import sign
from adapters.courier.kuaidi100_callbacks import FORM
from adapters.envelope.signature import EnvelopeKey
from adapters.postgres.shipments import PostgresShipments
from adapters.tokens.es256 import Es256AccessTokens
from bff import worker
from bff.compose.core import Core
from bff.compose.sensing import sensing_desk
from bff.http.request import App
from bff.office import Office
from domain.clock.clock import BEIJING
from domain.decisions.outside import DocumentKind
from domain.kernel.ids import ShipmentId, short, unshort
from domain.kernel.personal import DocumentNumber, PersonName
from domain.parties.records import ResponsiblePerson
from domain.staff.account import Role, StaffAccount
from tests.fakes.approval import FakeApproval
from tests.fakes.bank import FakeBank
from tests.fakes.courier import FakeCourier
from tests.fakes.face import FakeFace
from tests.fakes.holder_register import FakeHolderRegister
from tests.fakes.people import FakeBusinessLicences, FakeUnifiedIdentity
from tests.fakes.ratings import FakeRatings
from tests.fakes.registers import FakeEnterpriseRegister, FakePopulationRegister
from tests.fakes.sms import FakeSms
from tests.http.caller import Answer, Caller
from tests.http.department import Department
from tests.http.hand import Hand, confirmation, pieces, yes
from tests.http.wechat import Wechat
from tests.support.catalogue import Concerned
from tests.support.house import NOON, HandClock
from tests.support.sensing import RememberedEngine, RememberedQuestions, RememberedSnapshots
from tests.support.staff import Colleague, enrolled, stay_on_duty
from tests.usecases.case_world import JIA, ORGANISATION, RECORD
from tests.usecases.wallet_world import CERTIFICATE, NEW, PURPOSE

SECRET = "invented-path-secret-0001"
BING = PersonName("丙寅平"), DocumentNumber("999999198001010038")
CONSENT = "face-2026-11-22"
META = '{"deviceType":"h5"}'
APPROVAL = EnvelopeKey("approval-laixi", b"invented push secret")
NEW_NUMBER = "演370285民证字第2026-0001号"
CONTACT = "19900000118"
LONG = timedelta(days=3650)


@dataclass
class Town:
    """Everybody and everything of the town; made by `open_town`."""

    core: Core
    clock: HandClock
    caller: Caller
    app: App
    office: Office
    folder: Path
    sms: FakeSms
    face: FakeFace
    courier: FakeCourier
    approval: FakeApproval
    bank: FakeBank
    register: FakeHolderRegister
    enterprises: FakeEnterpriseRegister
    population: FakePopulationRegister
    ratings: FakeRatings
    unified_identity: FakeUnifiedIdentity
    e_licence: FakeBusinessLicences
    tokens: Es256AccessTokens
    wechat: Wechat
    department: Department
    staff: dict[Role, str] = field(default_factory=dict)  # tokens of their sessions
    colleagues: dict[Role, Colleague] = field(default_factory=dict)
    preparer: StaffAccount | None = None
    verifier: str = ""
    pushes: int = 0
    worked: set[int] = field(default_factory=set)

    async def settle(self) -> None:
        """Staff of each role and a verifier."""
        for role in Role:
            line = f"192.0.2.{len(self.colleagues) + 1}"
            one = await enrolled(
                self.office.staff, self.clock, f"{role}-1", f"工作人员{role}", role, address=line
            )
            self.colleagues[role], self.staff[role] = one, one.token
            if role is Role.BUSINESS:
                self.preparer = one.account
        await stay_on_duty(self.clock() + LONG)
        _, self.verifier = await self.office.staff.add_verifier(
            "莱西市虚构教育主管局", "年检窗口", (PURPOSE,)
        )

    async def work(self) -> None:
        """Every job that waits is done, as the worker would; those put off stay."""
        runs, letters = worker.runs(self.office), worker.inbox_runs(self.office)
        while rows := await self._waiting():
            for row in rows:
                self.worked.add(row["id"])
                arguments = row["args"]
                if row["task_name"] == "read-inbox":
                    await letters[arguments["source"]](UUID(arguments["message_id"]))
                else:
                    [reference] = arguments.values()
                    await runs[row["task_name"]](UUID(reference))

    async def _waiting(self) -> list[dict[str, Any]]:
        rows = await get_connection("default").execute_query_dict(
            "SELECT id, task_name, args FROM procrastinate_jobs WHERE scheduled_at IS NULL ORDER BY id"
        )
        return [row for row in rows if row["id"] not in self.worked]

    # what the office does

    async def prepared(self) -> str:
        """What the rules found, waiting for a second pair of eyes: one list."""
        [made] = await self.sensed()
        return made

    async def sensed(self) -> list[str]:
        """A snapshot and the lists it leads to."""
        sensing = sensing_desk(
            self.core,
            catalogue=Concerned(self.register),
            register=self.register,
            snapshots=RememberedSnapshots(self.folder),
            engine=RememberedEngine(self.folder),
            questions=RememberedQuestions(self.folder),
            in_sandbox=True,
        )
        assert self.preparer is not None
        await sensing.take_snapshot()
        made = await sensing.prepare_push_list(self.preparer)
        return [short("list", one.push_list) for one in made if one.push_list is not None]

    async def invited(self) -> str:
        """The list is signed and the message is out: its code."""
        await self.sign(await self.prepared())
        await self.work()
        return self.code

    async def sign(self, push_list: str) -> None:
        path, chief = f"/v1/console/push-lists/{push_list}", self.staff[Role.CHIEF]
        shown = await self.caller.expect(200, "GET", path, token=chief)
        decision = {"decision": "sign", "digest": shown["digest"]}
        await self.caller.expect(200, "POST", f"{path}/signature", json=decision, token=chief)

    @property
    def code(self) -> str:
        """That the last message carries."""
        return self.sms.sent[-1].wording.split("办理码")[1][:11]

    # what people do

    def applicant(self, who: tuple[PersonName, DocumentNumber]) -> dict[str, object]:
        """What somebody types, and agrees to."""
        name, number = who
        return {
            "name": name.reveal(),
            "idNumber": number.reveal(),
            "consentVersion": CONSENT,
            "agreed": True,
            "metaInfo": META,
        }

    async def stepped_up(
        self, hand: Hand, case: str, purpose: str, who: tuple[PersonName, DocumentNumber] = JIA
    ) -> None:
        """The face once more, for this purpose in the case's matter: the phone goes on where it was."""
        matter = (await hand.get(f"{hand.front}/cases/{case}"))["matterId"]
        again = await self.sign_in(who, token=hand.token, matterId=matter, purpose=purpose)
        hand.token, hand.cookie = again.token, again.cookie

    async def open_check(
        self, who: tuple[PersonName, DocumentNumber], *, token: str = "", key: str | None = None, **more: str
    ) -> Any:
        body = {**self.applicant(who), **more}
        return await self.caller.expect(
            201, "POST", "/v1/citizen/identity-checks", json=body, token=token, key=key
        )

    async def finish(self, opened: Any) -> Answer:
        path = f"/v1/citizen/identity-checks/{opened['identityCheckId']}/result"
        ticket = self.face.sent_back()[opened["identityCheckId"]]
        found = {"resumeToken": opened["resumeToken"], "ticket": ticket}
        return await self.caller.send("POST", path, json=found, key="")

    async def sign_in(
        self, who: tuple[PersonName, DocumentNumber] = JIA, *, token: str = "", party: str = "", **more: str
    ) -> Hand:
        opened = await self.open_check(who, token=token, **more)
        self.face.finish(next(reversed(self.face.checks)))
        told = await self.finish(opened)
        cookie = told.raw.headers["set-cookie"].partition(";")[0]
        return Hand(self.caller, told.body["session"]["accessToken"], cookie, party)

    async def arrived(self, code: str = "") -> tuple[Hand, str]:
        """甲 has signed in with the code and acts for the school: the phone and the matter."""
        jia = await self.sign_in(code=code or await self.invited())
        home = await jia.get("/v1/citizen/home")
        jia.party = (
            home["parties"][1]["partyId"] if len(home["parties"]) > 1 else home["parties"][0]["partyId"]
        )
        home = await jia.get("/v1/citizen/home")
        return jia, home["matters"][0]["matterId"]

    async def begun(self, jia: Hand, matter: str) -> str:
        """A yes to what was shown: the case, its form filled in."""
        shown = await jia.get(f"{jia.front}/matters/{matter}")
        taken = await jia.post(201, f"{jia.front}/matters/{matter}/answers", yes(shown))
        await self.work()
        return str(taken["cases"][0]["caseId"])

    async def confirmed(self, jia: Hand, case: str) -> Any:
        """The form is confirmed and filed, the courier is ordered."""
        form = await jia.get(f"{jia.front}/cases/{case}/form")
        told = await jia.post(200, f"{jia.front}/cases/{case}/form/confirmation", confirmation(form))
        await self.work()
        return told

    async def under_way(self) -> tuple[Hand, str, str]:
        """甲's phone, the matter and the case, filed."""
        jia, matter = await self.arrived()
        case = await self.begun(jia, matter)
        await self.confirmed(jia, case)
        return jia, matter, case

    async def done(self) -> tuple[Hand, str, str]:
        """The same, with the old certificate scanned, the new one granted and delivered."""
        jia, matter, case = await self.under_way()
        await self.collected(jia, case)
        await self.granted(case)
        await self.moves(jia, case, "deliver", "301")
        return jia, matter, case

    # what vendors do

    async def shipment(self, jia: Hand, case: str, direction: str) -> Any:
        view = await jia.get(f"{jia.front}/cases/{case}")
        return next(one for one in view["shipments"] if one["direction"] == direction)

    async def track(self, shipment: Any, *codes: str) -> tuple[str, bytes]:
        """Where the platform posts, and what: the whole track, signed."""
        found = unshort("ship", shipment["shipmentId"])
        assert found is not None
        secrets = await PostgresShipments(self.core.cipher).secrets_of(ShipmentId(found))
        at = self.clock().astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
        lines = [{"time": at, "context": "快件动态", "statusCode": code} for code in reversed(codes)]
        parcel = {"state": "0", "com": "ems", "nu": shipment["waybill"], "data": lines}
        param = json.dumps({"status": "polling", "message": "ok", "lastResult": parcel}, ensure_ascii=False)
        path = f"/v1/callbacks/kuaidi100/{secrets.token}/tracks"
        return path, urlencode({"sign": sign(param, secrets.salt), "param": param}).encode()

    async def post_form(self, path: str, body: bytes) -> Answer:
        return await self.caller.send("POST", path, content=body, headers={"Content-Type": FORM}, key="")

    async def moves(self, jia: Hand, case: str, direction: str, *codes: str) -> None:
        self.clock.go_on(timedelta(seconds=1))
        path, body = await self.track(await self.shipment(jia, case, direction), *codes)
        assert (await self.post_form(path, body)).status == 200
        await self.work()

    async def collected(self, jia: Hand, case: str) -> Any:
        """The old certificate lies at the counter and is scanned piece by piece."""
        await self.moves(jia, case, "collect", "103", "301")
        clerk = self.staff[Role.CLERK]
        arriving = await self.caller.expect(200, "GET", "/v1/console/shipments/arriving", token=clerk)
        [one] = arriving["shipments"]
        path = f"/v1/console/shipments/{one['shipmentId']}/scan"
        scanned = await self.caller.expect(200, "POST", path, json=pieces(one), token=clerk)
        await self.work()
        return scanned

    async def granted(self, case: str) -> None:
        """受理, then 准予 with the licence in the bank and both papers sealed."""
        filed = self.approval.filings[case][1]
        self.approval.seal(filed.number, DocumentKind.ACCEPTANCE)
        await self.push(case, "已受理")
        self.approval.seal(filed.number, DocumentKind.GRANTED)
        self.bank.issued[NEW] = replace(CERTIFICATE, number=NEW_NUMBER)
        await self.push(case, "办结-准予", licence={"licenceNumber": NEW_NUMBER})

    async def push(self, case: str, status: str, **more: object) -> None:
        self.pushes += 1
        told = self.letter(case, status, self.pushes, **more)
        assert (await self.post_push(told)).status == 200
        await self.work()

    def letter(self, case: str, status: str, seq: int, **more: object) -> bytes:
        """A push of the back-end's, not yet signed."""
        number = self.approval.filings[case][1].number
        at = self.clock().astimezone(BEIJING).isoformat()
        told = {"caseNo": number, "bizNo": case, "status": status, "statusTime": at, "seq": seq, **more}
        return json.dumps(told, ensure_ascii=False).encode()

    async def post_push(self, body: bytes, *, key: EnvelopeKey = APPROVAL, nonce: str = "") -> Answer:
        path, stamp = "/v1/callbacks/approval", str(int(self.clock().timestamp()))
        nonce = nonce or hashlib.sha256(body + str(len(self.caller.seen)).encode()).hexdigest()[:24]
        headers = {
            "Content-Type": "application/json",
            "X-App-Id": key.app_id,
            "X-Timestamp": stamp,
            "X-Nonce": nonce,
            "X-Sign-Alg": key.algorithm,
            "X-Signature": key.sign("POST", path, stamp, nonce, body),
        }
        return await self.caller.send("POST", path, content=body, headers=headers, key="")

    def is_led_by(self, who: tuple[PersonName, DocumentNumber]) -> None:
        """The register names somebody else from now on."""
        self.register.records[RECORD] = replace(
            ORGANISATION, responsible=ResponsiblePerson(*who, "负责人", NOON)
        )
