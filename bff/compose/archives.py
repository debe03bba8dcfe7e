"""The archive desk, put together."""

from dataclasses import dataclass
from importlib.metadata import version

from adapters.envelope.signature import sm3_hex
from adapters.postgres.archives import PostgresArchives
from adapters.postgres.case_requests import PostgresCaseRequests
from adapters.postgres.cases import PostgresCases
from adapters.postgres.decisions import PostgresDecisions
from adapters.postgres.forms import PostgresForms
from adapters.postgres.grievances import PostgresGrievances
from adapters.postgres.promises import PostgresPromises
from adapters.postgres.proposals import PostgresProposals
from adapters.postgres.ratings import PostgresRatings
from adapters.postgres.revocations import PostgresRevocations
from adapters.postgres.shipments import PostgresShipments
from adapters.postgres.supplements import PostgresSupplements
from bff.compose.core import Core
from bff.desks.archives import ArchiveDesk
from domain.archives.ports import ArchiveSeal, ArchiveStore
from domain.catalogue.ports import Catalogue
from domain.usecases.archive_afterwards import ArchiveAfterwards, ArchiveLedger
from domain.usecases.archive_case import ArchiveCase, PackCase
from domain.usecases.archive_ended import ArchiveEnded
from domain.usecases.archive_papers import ArchiveDecision, ArchiveForm, ArchiveSupplements
from domain.usecases.read_archive import ReadArchive
from domain.usecases.verify_archive import VerifyArchive


@dataclass(frozen=True, slots=True)
class ArchivePlaces:
    """Where bundles are kept, and the office's signature under them."""

    store: ArchiveStore
    seal: ArchiveSeal


def archive_desk(core: Core, places: ArchivePlaces, catalogue: Catalogue) -> ArchiveDesk:
    cipher, new_id, ledger, atomic = core.cipher, core.new_id, core.ledger, core.atomic
    cases, archives = PostgresCases(), PostgresArchives()
    supplements, promises = PostgresSupplements(cipher, new_id), PostgresPromises(cipher)
    parts = (
        ArchiveForm(PostgresForms(cipher, new_id)),
        ArchiveDecision(PostgresDecisions(cipher, new_id), PostgresProposals(cipher)),
        ArchiveSupplements(supplements, supplements, promises, promises),
        ArchiveAfterwards(
            PostgresShipments(cipher),
            PostgresCaseRequests(new_id),
            PostgresRevocations(cipher),
            PostgresRatings(cipher),
            PostgresGrievances(cipher),
        ),
        ArchiveLedger(ledger, core.evidence),
    )
    pack_case = PackCase(parts, catalogue, ledger, places.seal, sm3_hex, version("palm-office"))
    archive_case = ArchiveCase(cases, archives, pack_case, places.store, ledger, atomic, core.now)
    return ArchiveDesk(
        archive_case=archive_case,
        archive_ended=ArchiveEnded(archives, core.jobs, atomic),
        verify_archive=VerifyArchive(archives, places.store, places.seal, sm3_hex, cases, ledger),
        read_archive=ReadArchive(archives, places.store, cases, ledger, atomic, core.now),
    )
