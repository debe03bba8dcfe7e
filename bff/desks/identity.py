"""The identity desk: who somebody is, for whom they may act, and the way without a face."""

from dataclasses import dataclass

from domain.usecases.book_appointment import BookAppointment
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.finish_identity_check import FinishIdentityCheck
from domain.usecases.forget_face import ForgetFaceCheck
from domain.usecases.hear_face_doorbell import HearFaceDoorbell
from domain.usecases.list_counters import ListCounters
from domain.usecases.list_parties import ListParties
from domain.usecases.open_identity_check import OpenIdentityCheck
from domain.usecases.read_face_consent import ReadFaceConsent
from domain.usecases.recognise_person import RecognisePerson
from domain.usecases.refresh_session import RefreshSession
from domain.usecases.sign_out import SignOut
from domain.usecases.withdraw_consent import WithdrawConsent


@dataclass(frozen=True, slots=True)
class IdentityDesk:
    read_face_consent: ReadFaceConsent
    list_counters: ListCounters
    open_identity_check: OpenIdentityCheck
    finish_identity_check: FinishIdentityCheck
    face_doorbell: HearFaceDoorbell
    forget_face: ForgetFaceCheck
    recognise_person: RecognisePerson
    refresh_session: RefreshSession
    sign_out: SignOut
    book_appointment: BookAppointment
    withdraw_consent: WithdrawConsent
    check_authority: CheckAuthority
    list_parties: ListParties
