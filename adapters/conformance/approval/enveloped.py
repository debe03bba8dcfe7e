"""A back-end behind our own profile (签名信封), opened: its ports, and the hands of its people.

Source: docs/vendors/approval-back-end.md.
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from adapters.approval.back_end import ApprovalSystem
from adapters.approval.promises import ApprovalPromises
from adapters.approval.proposal_seal import ProposalSeal
from adapters.approval.pushes import ApprovalPushes, ApprovalSteps
from adapters.approval.revocations import ApprovalRevocations
from adapters.approval.seal import SealTrust, fingerprint
from adapters.conformance.approval import proposals
from adapters.conformance.approval.world import Posted
from adapters.conformance.envelope import (
    CALLER,
    signed,
)
from adapters.conformance.envelope import key as known_as
from adapters.conformance.stage import Stage
from adapters.envelope.receiver import EnvelopeGuard
from adapters.envelope.sender import SignedHttp
from adapters.envelope.signature import EnvelopeKey
from adapters.sandbox.approval import create_app
from adapters.sandbox.approval_office import Office
from adapters.sandbox.city import City, city
from adapters.sandbox.kit_public import Credentials
from domain.decisions.outside import DocumentRef
from domain.kernel.ids import CaseNumber

PUSH_APP, PUSH_SECRET = "approval-system", "invented push secret"


class _Case(msgspec.Struct, rename="camel"):
    materials_missing: list[int]


class _Nonces:
    def __init__(self) -> None:
        self._seen: set[str] = set()

    async def fresh(self, nonce: str) -> bool:
        is_new = nonce not in self._seen
        self._seen.add(nonce)
        return is_new


class Enveloped:
    def __init__(self, stage: Stage, url: str, town: City, seal: ProposalSeal, trust: SealTrust) -> None:
        self.stage, self.clock, self.town, self.url = stage, stage.clock, town, url
        self.window, self.seal = signed(stage, url, "approval"), seal.sign
        self.trust = trust
        system = ApprovalSystem(self.window, trust=trust)
        self.back_end = stage.adapter(system)
        self.steps = stage.adapter(ApprovalSteps(self.window))
        self.promises = stage.adapter(ApprovalPromises(self.window, system))
        self.revocations = stage.adapter(ApprovalRevocations(self.window))
        self.theirs = EnvelopeKey(stage.given("push_app"), stage.given("push_secret").encode())
        guard = EnvelopeGuard((self.theirs,), clock=stage.clock.now, nonces=_Nonces())
        self.pushes = stage.adapter(ApprovalPushes(guard))

    async def count(self) -> int:
        return len((await self.stage.look("/__books"))["cases"])

    async def missing(self, number: CaseNumber) -> list[int]:
        told = await self.window.call("GET", ("api", "v1", "cases", number), effect=False)
        return told.read(_Case).materials_missing

    async def accept(self, number: CaseNumber) -> None:
        await self._decide(number, "accept")

    async def ask_for_more(self, number: CaseNumber) -> None:
        await self._decide(number, "supplement", materials=[{"name": "上年度年检结论"}])

    async def grant(self, number: CaseNumber) -> None:
        await self._decide(number, "grant")

    async def serve(self, number: CaseNumber) -> None:
        await self._decide(number, "serve")

    async def will_keep_it(self) -> None:
        await self.stage.mode("keep")

    async def alter(self, ref: DocumentRef) -> None:
        await self.stage.mode("bad_seal", match={"path": f"/api/v1/documents/{ref.doc_id}"})

    async def posted(self, count: int = 1) -> list[Posted]:
        await self.stage.control("/__flush", all=True)
        heard = await self.stage.listener.wait_for(count, "/push")
        return [(told.method, told.path, told.headers, told.body) for told in heard]

    async def lose_the_answer(self) -> None:
        await self.stage.mode("reset_after")

    async def be_busy(self) -> None:
        await self.stage.mode("throttle")

    async def _decide(self, number: CaseNumber, outcome: str, **more: object) -> None:
        await self.stage.control("/__decide", caseNo=number, outcome=outcome, **more)


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[Enveloped]:
    town, seal = city(stage.clock.now().date()), ProposalSeal(_fresh_key())
    stage.listener.answer = {"code": "0"}
    office = Office(
        bodies={body.uscc: body.name for body in town.bodies},
        push_url=f"{stage.listener.url}/push",
        push_as=Credentials(PUSH_APP, PUSH_SECRET.encode()),
        licence_types=town.licence_types,
        authorisations=dict.fromkeys(town.licence_types, proposals.DOCUMENT),
        proposal_keys=(seal.public_pem,),
    )
    url = await stage.vendor(lambda books, now: create_app(books, caller=CALLER, office=office, now=now))
    yield Enveloped(stage, url, town, seal, SealTrust(await _pinned(stage, url, town)))


async def _pinned(stage: Stage, url: str, town: City) -> dict[str, str]:
    """What an operator pins when the account is opened: read once, by whom the back-end knows."""
    issuers = {town.of("journey").certificate.issuing_body.uscc}
    key = EnvelopeKey(CALLER.app_id, CALLER.secret) if stage.is_emulated else known_as(stage)
    window = SignedHttp(
        stage.http,
        system="approval",
        base_url=url,
        key=key,
        clock=stage.clock.now,
        nonce=lambda: secrets.token_hex(12),
    )
    pinned = {}
    for code in issuers:
        path, query = ("api", "v1", "seal-certificate"), {"bodyCode": code}
        told = (await window.call("GET", path, effect=False, query=query)).read(dict[str, str])
        pinned[code] = fingerprint(told["publicKey"])
    return pinned


def _fresh_key() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
