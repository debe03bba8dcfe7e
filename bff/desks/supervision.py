"""The supervision desk (审管衔接): results told to regulators, gaps filled, days reconciled."""

from dataclasses import dataclass

from domain.usecases.push_result import PushResult
from domain.usecases.reconcile_results import ChaseReceipts, ListReconciledDays, ReconcileResults
from domain.usecases.replay_results import ReplayResults


@dataclass(frozen=True, slots=True)
class SupervisionDesk:
    push_result: PushResult
    chase_receipts: ChaseReceipts
    replay_results: ReplayResults
    reconcile_results: ReconcileResults
    list_reconciled_days: ListReconciledDays
