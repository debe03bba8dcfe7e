"""What the staff desk can do: accounts and sessions of the office's own people, registered verifiers."""

from dataclasses import dataclass

from domain.usecases.add_staff import AddStaff
from domain.usecases.add_verifier import AddVerifier
from domain.usecases.ask_account_change import AskAccountChange
from domain.usecases.check_remit import CheckRemit
from domain.usecases.choose_password import ChoosePassword
from domain.usecases.confirm_enrolment import ConfirmEnrolment
from domain.usecases.decide_account_change import DecideAccountChange
from domain.usecases.end_staff_sessions import EndStaffSessions
from domain.usecases.end_verifier import EndVerifier
from domain.usecases.list_bodies import ListBodies
from domain.usecases.list_staff_accounts import ListAccountChanges, ListStaffAccounts
from domain.usecases.list_staff_sessions import ListStaffSessions
from domain.usecases.recognise_staff import RecogniseStaff
from domain.usecases.recognise_verifier import RecogniseVerifier
from domain.usecases.sign_in_staff import SignInStaff


@dataclass(frozen=True, slots=True)
class StaffDesk:
    recognise_staff: RecogniseStaff
    check_remit: CheckRemit
    recognise_verifier: RecogniseVerifier
    sign_in: SignInStaff
    choose_password: ChoosePassword
    confirm_enrolment: ConfirmEnrolment
    list_sessions: ListStaffSessions
    end_sessions: EndStaffSessions
    list_accounts: ListStaffAccounts
    list_bodies: ListBodies
    list_changes: ListAccountChanges
    ask_change: AskAccountChange
    decide_change: DecideAccountChange
    add_staff: AddStaff
    add_verifier: AddVerifier
    end_verifier: EndVerifier
