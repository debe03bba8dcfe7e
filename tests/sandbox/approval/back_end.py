"""A client of the emulated approval back-end (审批系统), and a filing that is in order."""

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from tests.sandbox.public_bodies import (
    Answer,
    Caller,
    the_city,
)

CITY = the_city()
JOURNEY = CITY.of("journey")
TASK = CITY.tasks[0]
PUSH_SECRET = "invented-secret-of-the-back-end"
CONTENT = b"the application form"
Starting = Callable[..., Awaitable["BackEnd"]]
PIECES: list[dict[str, Any]] = [
    {"kind": "正本", "serial": 1, "number": JOURNEY.certificate.number},
    {"kind": "副本", "serial": 1, "number": JOURNEY.certificate.number},
    {"kind": "副本", "serial": 2, "number": JOURNEY.certificate.number},
]


def filing(**changed: Any) -> dict[str, object]:
    return {
        "bizNo": "biz-00000001",
        "taskCode": TASK.code,
        "matterNo": "matter-1",
        "applicant": {"name": JOURNEY.name, "code": JOURNEY.uscc, "codeType": "001"},
        "actor": {
            "name": JOURNEY.responsible.name,
            "idNumber": JOURNEY.responsible.id_number,
            "capacity": "负责人",
        },
        "form": {"orgName": JOURNEY.name, "contact": f"联系人{JOURNEY.responsible.name}"},
        "materials": [
            {
                "name": "申请表",
                "kind": "form",
                "digestAlg": "sm3",
                "digest": hashlib.new("sm3", CONTENT).hexdigest(),
                "contentType": "application/pdf",
                "size": len(CONTENT),
            }
        ],
        "intent": {
            "at": "2026-11-21T09:58:00+08:00",
            "textVersion": "3",
            "digest": "a" * 64,
            "level": "face",
        },
        "decidePath": "manual",
    } | changed


class BackEnd(Caller):
    async def file(self, **changed: Any) -> Answer:
        return await self.call("POST", "/api/v1/cases", filing(**changed))

    async def case(self, case_no: str) -> Any:
        return (await self.call("GET", f"/api/v1/cases/{case_no}")).data

    async def put(self, case_no: str, content: bytes = CONTENT, index: str = "0") -> Answer:
        return await self.call("PUT", f"/api/v1/cases/{case_no}/materials/{index}", content)

    async def surrender(
        self, case_no: str, pieces: list[dict[str, Any]], lost: list[dict[str, Any]] | None = None
    ) -> Answer:
        body = {"pieces": pieces, "scannedAt": "2026-11-21T09:00:00+08:00", "clerk": "窗口01"}
        body |= {} if lost is None else {"lost": lost}
        return await self.call("POST", f"/api/v1/cases/{case_no}/originals", body)

    async def accepted_case(self, **changed: Any) -> str:
        """File, send the material, accept by hand."""
        case_no: str = (await self.file(**changed)).data["caseNo"]
        await self.put(case_no)
        await self.control("/__decide", {"caseNo": case_no, "outcome": "accept"})
        return case_no


def verify_seal(certificate: dict[str, str], got: Answer) -> None:
    key = load_pem_public_key(certificate["publicKey"].encode())
    assert isinstance(key, Ed25519PublicKey)
    key.verify(base64.b64decode(got.headers["X-Seal"]), got.body)


async def reach(back_end: BackEnd, case_no: str, status: str) -> None:
    """Let the tempo pass on the emulator's clock until the case stands there."""
    async with asyncio.timeout(5):
        while (await back_end.case(case_no))["status"] != status:
            await back_end.control("/__advance", {"seconds": 10})
            await asyncio.sleep(0.02)
