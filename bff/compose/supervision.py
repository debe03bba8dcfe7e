"""The supervision desk, put together."""

from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.parties import PostgresParties
from adapters.postgres.results import PostgresResults
from bff.compose.core import Core
from bff.desks.supervision import SupervisionDesk
from domain.catalogue.ports import Catalogue
from domain.supervision.outside import Regulator, RegulatorCalls
from domain.usecases.note_result import NoteResult
from domain.usecases.push_result import PushResult
from domain.usecases.reconcile_results import ChaseReceipts, ListReconciledDays, ReconcileResults
from domain.usecases.replay_results import ReplayResults


def supervision_desk(core: Core, regulator: Regulator, calls: RegulatorCalls) -> SupervisionDesk:
    results = PostgresResults(core.cipher, core.now, core.new_id)
    push_result = PushResult(results, regulator, core.ledger, core.atomic, core.now)
    return SupervisionDesk(
        push_result=push_result,
        chase_receipts=ChaseReceipts(results, push_result, core.now),
        replay_results=ReplayResults(results, calls, core.ledger, core.jobs, core.answers, core.atomic),
        reconcile_results=ReconcileResults(results, regulator, core.now),
        list_reconciled_days=ListReconciledDays(results),
    )


def note_result(core: Core, catalogue: Catalogue) -> NoteResult:
    """What follows a push of the back-end."""
    return NoteResult(
        PostgresResults(core.cipher, core.now, core.new_id),
        catalogue,
        PostgresInvitations(core.new_id),
        PostgresParties(core.cipher, core.digests, core.now, core.new_id),
        core.jobs,
    )
