"""Builds the approval back-end (审批系统) behind its ports: one guarded way to it for all of them."""

import secrets
from dataclasses import dataclass
from time import monotonic

from adapters.approval.back_end import ApprovalSystem
from adapters.approval.promises import ApprovalPromises
from adapters.approval.pushes import ApprovalPushes, ApprovalSteps
from adapters.approval.revocations import ApprovalRevocations
from adapters.approval.seal import SealTrust
from adapters.envelope.receiver import EnvelopeGuard
from adapters.envelope.sender import SignedHttp
from adapters.envelope.signature import EnvelopeKey
from adapters.outbound.guarded import Guarded, GuardPlan
from adapters.outbound.http import Outbound
from bff.settings import Settings
from domain.decisions.checking import RevocationDesk
from domain.decisions.outside import ApprovalBackEnd
from domain.decisions.push import BackEndPushes, CaseSteps
from domain.kernel.callbacks import Nonces
from domain.kernel.ports import Clock
from domain.promises.outside import PromiseDesk


@dataclass(frozen=True, slots=True)
class Approval:
    back_end: ApprovalBackEnd
    revocations: RevocationDesk
    promises: PromiseDesk
    pushes: BackEndPushes
    steps: CaseSteps


def approval(settings: Settings, http: Outbound, now: Clock, nonces: Nonces) -> Approval:
    vendor = settings.approval
    window = SignedHttp(
        Guarded(http, GuardPlan(), monotonic),
        system="approval",
        base_url=vendor.url,
        key=EnvelopeKey(vendor.account, vendor.secret.encode()),
        clock=now,
        nonce=lambda: secrets.token_hex(16),
    )
    system = ApprovalSystem(window, trust=SealTrust(settings.seals))
    theirs = EnvelopeKey(settings.approval_push_account, settings.approval_push_secret.encode())
    return Approval(
        back_end=system,
        revocations=ApprovalRevocations(window),
        promises=ApprovalPromises(window, system),
        pushes=ApprovalPushes(EnvelopeGuard((theirs,), clock=now, nonces=nonces)),
        steps=ApprovalSteps(window),
    )
