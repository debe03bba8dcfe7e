"""The gateway desk: calls to back-ends, jumps onto departments' pages, and who came by them."""

from dataclasses import dataclass

from domain.usecases.ask_back_end import AskBackEnd
from domain.usecases.exchange_ticket import ExchangeTicket
from domain.usecases.issue_jump import IssueJump
from domain.usecases.tell_back_end import TellBackEnd


@dataclass(frozen=True, slots=True)
class GatewayDesk:
    ask_back_end: AskBackEnd
    tell_back_end: TellBackEnd
    issue_jump: IssueJump
    exchange_ticket: ExchangeTicket
