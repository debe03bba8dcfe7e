"""The desk of one's own data, put together."""

from dataclasses import dataclass

from adapters.postgres.data_exports import PostgresDataExports
from adapters.postgres.erasable import PostgresErasable
from adapters.postgres.erasures import PostgresErasures
from adapters.postgres.expiry import PostgresExpiry
from adapters.postgres.holdings import PostgresHoldings
from adapters.postgres.parties import PostgresParties
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.visits import PostgresVisits
from bff.compose.core import Core
from bff.compose.sessions import raising_alerts
from bff.desks.my_data import MyDataDesk
from domain.catalogue.ports import Catalogue
from domain.privacy.retention import rules
from domain.usecases.ask_data_export import AskDataExport
from domain.usecases.ask_erasure import AskErasure, ReadErasure
from domain.usecases.build_data_export import BuildDataExport
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.erase_data import EraseData
from domain.usecases.expire_data import ExpireData
from domain.usecases.preview_erasure import PreviewErasure
from domain.usecases.read_data_export import ReadDataExport
from domain.usecases.require_face import RequireFace


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long, as configured, what the law leaves to us is kept."""

    evidence_years: int = 10
    log_days: int = 183


USUAL = Keeping()


@dataclass(frozen=True, slots=True)
class ErasingParts:
    """What the desk needs besides Core."""

    catalogue: Catalogue
    check_authority: CheckAuthority
    keeping: Keeping


def my_data_desk(core: Core, parts: ErasingParts) -> MyDataDesk:
    cipher, digests, now, atomic = core.cipher, core.digests, core.now, core.atomic
    exports, erasures = PostgresDataExports(cipher), PostgresErasures(cipher)
    erasable = PostgresErasable(cipher, digests)
    parties = PostgresParties(cipher, digests, now, core.new_id)
    face, check = RequireFace(PostgresSessions(), PostgresVisits(), now), parts.check_authority
    keeping = parts.keeping
    preview = PreviewErasure(
        check, erasable, parties, parts.catalogue, now, keeping.evidence_years, keeping.log_days
    )
    return MyDataDesk(
        ask_data_export=AskDataExport(
            face,
            check,
            exports,
            raising_alerts(core),
            core.ledger,
            core.jobs,
            core.answers,
            atomic,
            now,
            core.new_id,
        ),
        build_data_export=BuildDataExport(exports, PostgresHoldings(cipher, digests), parties, atomic, now),
        read_data_export=ReadDataExport(face, check, exports, core.ledger, atomic, now),
        preview_erasure=preview,
        ask_erasure=AskErasure(
            face, preview, erasures, core.ledger, core.jobs, core.answers, atomic, core.new_id
        ),
        read_erasure=ReadErasure(check, erasures),
        erase_data=EraseData(erasures, erasable, parties, core.ledger, atomic, now),
        expire_data=ExpireData(
            PostgresExpiry(cipher, core.new_id), rules(keeping.evidence_years), atomic, now
        ),
    )
