"""Builds the staff desk."""

from adapters.keys.totp import TotpAuthenticator
from adapters.postgres.account_changes import PostgresAccountChanges
from adapters.postgres.concerns import PostgresConcerns
from adapters.postgres.staff import PostgresAccounts
from adapters.postgres.staff_credentials import PostgresCredentials
from adapters.postgres.staff_sessions import PostgresStaffSessions
from adapters.postgres.verifiers import PostgresVerifiers
from bff.compose.core import Core
from bff.desks.staff import StaffDesk
from domain.catalogue.ports import Catalogue
from domain.identity.ports import Limits
from domain.staff.ports import Passwords
from domain.usecases.add_staff import AddStaff
from domain.usecases.add_verifier import AddVerifier
from domain.usecases.ask_account_change import AskAccountChange
from domain.usecases.begin_staff_session import BeginStaffSession
from domain.usecases.check_remit import CheckRemit
from domain.usecases.choose_password import ChoosePassword
from domain.usecases.confirm_enrolment import ConfirmEnrolment
from domain.usecases.decide_account_change import DecideAccountChange
from domain.usecases.describe_account_change import DescribeAccountChange
from domain.usecases.end_staff_sessions import EndStaffSessions
from domain.usecases.end_verifier import EndVerifier
from domain.usecases.issue_activation import IssueActivation
from domain.usecases.list_bodies import ListBodies
from domain.usecases.list_staff_accounts import ListAccountChanges, ListStaffAccounts
from domain.usecases.list_staff_sessions import ListStaffSessions
from domain.usecases.recognise_staff import RecogniseStaff
from domain.usecases.recognise_verifier import RecogniseVerifier
from domain.usecases.sign_in_staff import SignInStaff
from domain.usecases.spend_sign_in import SpendSignIn
from domain.usecases.spend_try import SpendTry


def adding_staff(core: Core, catalogue: Catalogue) -> AddStaff:
    """What the command line asks of the desk, by itself."""
    issue = IssueActivation(
        PostgresCredentials(core.cipher), PostgresStaffSessions(), core.digests, core.randomness, core.now
    )
    return AddStaff(PostgresAccounts(), ListBodies(catalogue), issue, core.ledger, core.atomic, core.new_id)


def staff_desk(core: Core, limits: Limits, passwords: Passwords, catalogue: Catalogue) -> StaffDesk:
    accounts, credentials = PostgresAccounts(), PostgresCredentials(core.cipher)
    sessions, changes = PostgresStaffSessions(), PostgresAccountChanges(core.cipher)
    authenticator, digests, ledger = TotpAuthenticator(), core.digests, core.ledger
    verifiers = PostgresVerifiers()
    add_verifier = AddVerifier(verifiers, ledger, digests, core.randomness, core.atomic, core.new_id)
    spend = SpendSignIn(limits, digests, SpendTry(limits, digests))
    begin = BeginStaffSession(sessions, digests, core.randomness, core.new_id, core.now)
    issue = IssueActivation(credentials, sessions, digests, core.randomness, core.now)
    describe, bodies = DescribeAccountChange(accounts), ListBodies(catalogue)
    return StaffDesk(
        recognise_staff=RecogniseStaff(sessions, digests, core.now),
        check_remit=CheckRemit(PostgresConcerns()),
        recognise_verifier=RecogniseVerifier(verifiers, digests, SpendTry(limits, digests), core.now),
        sign_in=SignInStaff(
            accounts, credentials, passwords, authenticator, spend, begin, ledger, core.atomic, core.now
        ),
        choose_password=ChoosePassword(
            credentials, passwords, authenticator, spend, digests, core.atomic, core.now
        ),
        confirm_enrolment=ConfirmEnrolment(
            accounts, credentials, authenticator, spend, begin, ledger, digests, core.atomic, core.now
        ),
        list_sessions=ListStaffSessions(sessions, core.now),
        end_sessions=EndStaffSessions(sessions, ledger, core.atomic, core.now),
        list_accounts=ListStaffAccounts(accounts, credentials),
        list_bodies=bodies,
        list_changes=ListAccountChanges(changes, describe),
        ask_change=AskAccountChange(
            accounts, changes, bodies, describe, ledger, core.answers, core.atomic, core.new_id, core.now
        ),
        decide_change=DecideAccountChange(
            changes,
            accounts,
            credentials,
            sessions,
            issue,
            describe,
            ledger,
            core.answers,
            core.atomic,
            core.new_id,
            core.now,
        ),
        add_staff=adding_staff(core, catalogue),
        add_verifier=add_verifier,
        end_verifier=EndVerifier(verifiers, add_verifier, ledger, core.atomic, core.now),
    )
