"""The decision desk: filing, what the approval back-end says, its documents, and the licence's arrival."""

from dataclasses import dataclass

from domain.usecases.ask_after_cases import AskAfterCases
from domain.usecases.fetch_documents import FetchDocuments
from domain.usecases.fetch_licence import FetchLicence
from domain.usecases.file_case import FileCase
from domain.usecases.propose_decision import ProposeDecision
from domain.usecases.read_document import ReadDocument
from domain.usecases.receive_back_end_push import ReceiveBackEndPush
from domain.usecases.record_back_end_push import RecordBackEndPush
from domain.usecases.report_originals import ReportOriginals
from domain.usecases.withdraw_proposal import WithdrawProposal


@dataclass(frozen=True, slots=True)
class DecisionDesk:
    file_case: FileCase
    report_originals: ReportOriginals
    receive_back_end_push: ReceiveBackEndPush
    record_back_end_push: RecordBackEndPush
    ask_after_cases: AskAfterCases
    propose_decision: ProposeDecision
    withdraw_proposal: WithdrawProposal
    fetch_documents: FetchDocuments
    fetch_licence: FetchLicence
    read_document: ReadDocument
