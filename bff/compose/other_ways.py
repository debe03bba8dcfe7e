"""The desk of the other ways, put together on what the identity desk has."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.files.consents import BANK, NETWORK, ConsentFile
from adapters.postgres.identity import PostgresConsents, PostgresIdentityChecks
from adapters.postgres.sign_in_codes import PostgresSignInCodes
from adapters.sms.code_texts import PROOF_TEMPLATE, SmsCodeTexts
from bff.compose.core import Core
from bff.desks.identity import IdentityDesk
from bff.desks.other_ways import OtherWayDesk
from domain.identity.other_way import WAYS, BankElements, NetworkIdentity, Way, WayConsentNeeded
from domain.identity.ports import Alternative, ConsentTexts, Limits
from domain.invitations.outside import SmsSender
from domain.usecases.claim_identity_check import ClaimIdentityCheck
from domain.usecases.finish_other_way import FinishOtherWay
from domain.usecases.open_other_way import OpenOtherWay
from domain.usecases.record_consent import RecordConsent
from domain.usecases.send_check_code import SendCheckCode
from domain.usecases.send_code import SendCode
from domain.usecases.spend_try import SpendTry


@dataclass(frozen=True, slots=True)
class OtherWayParts:
    """What the desk needs besides Core; a port that is None is a way that is not offered.

    `public_url` has no slash at its end; `code_budget`: codes an hour for the whole office.
    """

    bank: BankElements | None
    network: NetworkIdentity | None
    sms: SmsSender
    limits: Limits
    public_url: str
    code_budget: int


def offered(bank: BankElements | None, network: NetworkIdentity | None) -> tuple[Alternative, ...]:
    """The ways this office has, as they stand beside the face."""
    return tuple(
        WAYS[way] for way, port in {Way.BANK: bank, Way.NETWORK: network}.items() if port is not None
    )


def other_way_desk(core: Core, parts: OtherWayParts, identity: IdentityDesk) -> OtherWayDesk:
    """A pass is recorded, and told, by what records and tells the face's."""
    digests, atomic, now = core.digests, core.atomic, core.now
    checks, codes = PostgresIdentityChecks(core.cipher, digests), PostgresSignInCodes(digests)
    spend_try, face = SpendTry(parts.limits, digests), identity.finish_identity_check

    def claim(way: Way, texts: ConsentTexts) -> ClaimIdentityCheck:
        consent = RecordConsent(
            texts,
            PostgresConsents(digests, core.new_id),
            core.ledger,
            core.jobs,
            kind=f"{way}-consent-given",
            needed=WayConsentNeeded,
        )
        return ClaimIdentityCheck(checks, consent, core.answers, core.randomness, digests, now, core.new_id)

    claims: Mapping[Way, ClaimIdentityCheck] = {
        way: claim(way, ConsentFile(shipped_as=text))
        for way, port, text in ((Way.BANK, parts.bank, BANK), (Way.NETWORK, parts.network, NETWORK))
        if port is not None
    }
    send_code = SendCode(
        parts.limits,
        codes,
        SmsCodeTexts(parts.sms, now, template=PROOF_TEMPLATE),
        digests,
        core.randomness,
        atomic,
        now,
        core.new_id,
        parts.code_budget,
    )
    return OtherWayDesk(
        open_other_way=OpenOtherWay(
            spend_try,
            identity.open_identity_check.find_matter,
            claims,
            checks,
            parts.network,
            atomic,
            f"{parts.public_url}/#/other-way",
        ),
        send_check_code=SendCheckCode(spend_try, checks, send_code, digests, atomic, now),
        finish_other_way=FinishOtherWay(
            checks,
            parts.bank,
            parts.network,
            codes,
            spend_try,
            face.record_verdict,
            face.tell_session,
            digests,
            atomic,
            now,
            face.ladder,
        ),
    )
