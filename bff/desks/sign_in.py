"""The sign-in desk: by a code to a phone, from another house, and the end of what links a number to one."""

from dataclasses import dataclass

from bff.desks.outside_sign_in import OutsideSignInDesk
from domain.usecases.ask_sign_in_code import AskSignInCode
from domain.usecases.end_phone_links import EndPhoneLinks
from domain.usecases.enter_by_ticket import EnterByTicket
from domain.usecases.issue_web_view_ticket import IssueWebViewTicket
from domain.usecases.recognise_account import RecogniseAccount
from domain.usecases.sign_in_by_code import SignInByCode


@dataclass(frozen=True, slots=True)
class SignInDesk:
    ask_sign_in_code: AskSignInCode
    sign_in_by_code: SignInByCode
    issue_web_view_ticket: IssueWebViewTicket
    enter_by_ticket: EnterByTicket
    recognise_account: RecogniseAccount
    end_phone_links: EndPhoneLinks
    outside: OutsideSignInDesk
