"""The identity desk: who somebody is, on which front, for whom they may act, and the way without a face."""

from dataclasses import dataclass

from domain.usecases.book_appointment import BookAppointment
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.finish_identity_check import FinishIdentityCheck
from domain.usecases.forget_face import ForgetFaceCheck
from domain.usecases.hear_face_doorbell import HearFaceDoorbell
from domain.usecases.keep_phone_number import KeepPhoneNumber
from domain.usecases.list_counters import ListCounters
from domain.usecases.list_parties import ListParties
from domain.usecases.open_identity_check import OpenIdentityCheck
from domain.usecases.open_wechat_check import OpenWechatCheck
from domain.usecases.read_face_consent import ReadFaceConsent
from domain.usecases.recognise_person import RecognisePerson
from domain.usecases.recognise_visitor import RecogniseVisitor
from domain.usecases.refresh_session import RefreshSession
from domain.usecases.sign_in_by_wechat import SignInByWechat
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
    sign_in_by_wechat: SignInByWechat
    keep_phone_number: KeepPhoneNumber
    read_wechat_consent: ReadFaceConsent
    open_wechat_check: OpenWechatCheck
    finish_wechat_check: FinishIdentityCheck
    recognise_visitor: RecogniseVisitor
    book_appointment: BookAppointment
    withdraw_consent: WithdrawConsent
    check_authority: CheckAuthority
    list_parties: ListParties
