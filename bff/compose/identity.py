"""The identity desk, put together."""

from dataclasses import dataclass

from adapters.postgres.identity import PostgresConsents, PostgresIdentityChecks
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresAuthorities, PostgresParties
from adapters.postgres.sessions import PostgresAppointments, PostgresSessions
from adapters.postgres.visitors import PostgresVisitors
from bff.compose.core import Core
from bff.compose.mandates import NOBODY, asking_authorities, checking_authority, kept_mandates
from bff.compose.sessions import raising_alerts
from bff.compose.sign_in import phone_linking
from bff.desks.identity import IdentityDesk
from domain.clock.ports import Calendars
from domain.identity.faces import Faces
from domain.identity.mini_program import MiniProgram
from domain.identity.ports import AccessTokens, ConsentTexts, Counters, Limits
from domain.identity.ways import AGAIN, MINI_PROGRAM, UNIFIED_IDENTITY, Ladder
from domain.kernel.party import Channel
from domain.mandates.ports import OutsideAuthorisations
from domain.parties.outside import HolderRegister
from domain.usecases.book_appointment import BookAppointment, WriteAppointment
from domain.usecases.claim_identity_check import ClaimIdentityCheck
from domain.usecases.find_matter import FindMatter
from domain.usecases.finish_identity_check import FinishIdentityCheck
from domain.usecases.forget_face import ForgetFaceCheck
from domain.usecases.hear_face_doorbell import HearFaceDoorbell
from domain.usecases.keep_phone_number import KeepPhoneNumber
from domain.usecases.leave_account import LeaveAccount
from domain.usecases.link_visitor import LinkVisitor
from domain.usecases.list_counters import ListCounters
from domain.usecases.list_parties import ListParties
from domain.usecases.open_identity_check import FaceAddresses, OpenIdentityCheck
from domain.usecases.open_wechat_check import OpenWechatCheck
from domain.usecases.read_face_consent import ReadFaceConsent
from domain.usecases.recognise_person import RecognisePerson
from domain.usecases.recognise_visitor import RecogniseVisitor
from domain.usecases.record_consent import RecordConsent
from domain.usecases.record_verdict import RecordVerdict
from domain.usecases.refresh_session import RefreshSession
from domain.usecases.sign_in_by_wechat import SignInByWechat
from domain.usecases.sign_out import SignOut
from domain.usecases.spend_try import SpendTry
from domain.usecases.standing_mandates import StandingMandates
from domain.usecases.start_session import StartSession
from domain.usecases.tell_session import TellSession
from domain.usecases.withdraw_consent import WithdrawConsent


@dataclass(frozen=True, slots=True)
class IdentityParts:
    """What the desk needs besides Core; `public_url` has no slash at its end."""

    faces: Faces
    mini_program: MiniProgram
    social_register: HolderRegister
    limits: Limits
    tokens: AccessTokens
    consent_texts: ConsentTexts
    wechat_consent_texts: ConsentTexts
    counters: Counters
    calendars: Calendars
    public_url: str
    authorisations: OutsideAuthorisations = NOBODY  # 电子营业执照, where the city has joined it
    signs_in_by_province: bool = False  # 省统一身份认证, likewise


def ladder(parts: IdentityParts) -> Ladder:
    """What this office has open beside a face that did not do, on each front."""
    province = (UNIFIED_IDENTITY,) if parts.signs_in_by_province else ()
    on_phone, in_wechat = parts.consent_texts.current(), parts.wechat_consent_texts.current()
    return Ladder(
        {
            Channel.H5: (AGAIN, MINI_PROGRAM, *province, *on_phone.alternatives),
            Channel.MINI_PROGRAM: (AGAIN, *in_wechat.alternatives),
        }
    )


def identity_desk(core: Core, parts: IdentityParts) -> IdentityDesk:
    now, new_id, atomic, digests = core.now, core.new_id, core.atomic, core.digests
    parties = PostgresParties(core.cipher, digests, now, new_id)
    authorities = PostgresAuthorities(now, new_id)
    ask = asking_authorities(core, parts.social_register)
    check_authority = checking_authority(core, ask, parts.authorisations)
    checks = PostgresIdentityChecks(core.cipher, digests)
    consents = PostgresConsents(digests, new_id)
    sessions, matters = PostgresSessions(), PostgresMatters()
    visitors = PostgresVisitors(core.cipher, digests, new_id)
    spend_try = SpendTry(parts.limits, digests)
    find_matter = FindMatter(PostgresInvitations(new_id), matters, check_authority, digests, now)
    addresses = FaceAddresses(
        page=f"{parts.public_url}/#/identity", doorbell=f"{parts.public_url}/v1/callbacks/aliyun-face"
    )
    counters = ListCounters(parts.counters, parts.calendars, now)
    start_session = StartSession(sessions, digests, core.randomness, now, new_id)
    write = WriteAppointment(PostgresAppointments(core.cipher), core.ledger, core.randomness, now, new_id)
    record_verdict = RecordVerdict(
        checks,
        sessions,
        parties,
        start_session,
        LinkVisitor(visitors, sessions, core.ledger),
        phone_linking(core),
        core.ledger,
        core.jobs,
    )
    tell_session = TellSession(sessions, parties, matters, ask, parts.tokens, now)
    recognise_person = RecognisePerson(parts.tokens, sessions, now)

    steps = ladder(parts)

    def opening(texts: ConsentTexts) -> OpenIdentityCheck:
        consent = RecordConsent(texts, consents, core.ledger, core.jobs)
        claim = ClaimIdentityCheck(checks, consent, core.answers, core.randomness, digests, now, new_id)
        return OpenIdentityCheck(spend_try, find_matter, claim, checks, parts.faces, atomic, addresses, steps)

    finishing = FinishIdentityCheck(
        checks, parts.faces, record_verdict, tell_session, digests, atomic, now, steps
    )
    return IdentityDesk(
        read_face_consent=ReadFaceConsent(parts.consent_texts),
        list_counters=counters,
        open_identity_check=opening(parts.consent_texts),
        finish_identity_check=finishing,
        face_doorbell=HearFaceDoorbell(checks, digests, atomic, now),
        forget_face=ForgetFaceCheck(checks, parts.faces, core.ledger, atomic, now),
        recognise_person=recognise_person,
        refresh_session=RefreshSession(
            sessions, parts.tokens, raising_alerts(core), core.ledger, digests, atomic, now
        ),
        sign_out=SignOut(sessions, LeaveAccount(visitors, sessions), parties, core.ledger, atomic, now),
        sign_in_by_wechat=SignInByWechat(
            spend_try, parts.mini_program, visitors, parties, start_session, parts.tokens, atomic, now
        ),
        keep_phone_number=KeepPhoneNumber(spend_try, parts.mini_program, visitors, atomic),
        read_wechat_consent=ReadFaceConsent(parts.wechat_consent_texts),
        open_wechat_check=OpenWechatCheck(visitors, opening(parts.wechat_consent_texts)),
        finish_wechat_check=finishing,
        recognise_visitor=RecogniseVisitor(parts.tokens, visitors, recognise_person),
        book_appointment=BookAppointment(spend_try, find_matter, counters, write, core.answers, atomic),
        withdraw_consent=WithdrawConsent(consents, checks, parties, core.ledger, core.jobs, atomic, now),
        check_authority=check_authority,
        list_parties=ListParties(ask, parties, authorities, StandingMandates(kept_mandates(core), now)),
    )
