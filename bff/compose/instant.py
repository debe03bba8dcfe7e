"""Builds the desk beside the rules (秒批), and what other desks take along of it."""

from dataclasses import dataclass

from adapters.postgres.cases import PostgresCases
from adapters.postgres.decisions import PostgresDecisions
from adapters.postgres.forms import PostgresForms
from adapters.postgres.grievances import PostgresGrievances
from adapters.postgres.instant_book import PostgresInstantBook, PostgresReviews
from adapters.postgres.licences import PostgresLicences
from adapters.postgres.parties import PostgresParties
from adapters.postgres.proposals import PostgresProposals
from adapters.postgres.rechecks import PostgresRechecks
from adapters.postgres.revocations import PostgresRevocations
from adapters.postgres.shadows import PostgresShadows
from adapters.postgres.staff import PostgresAccounts
from bff.compose.core import Core
from bff.compose.telling import tell_holder
from bff.desks.instant import InstantDesk
from domain.catalogue.ports import Catalogue
from domain.clock.ports import Calendars
from domain.decisions.checking import RevocationDesk
from domain.usecases.ask_revocation import AskRevocation
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.decide_revocation import DecideRevocation
from domain.usecases.draw_sample import DrawSample
from domain.usecases.find_case import FindCase
from domain.usecases.follow_revocation import FollowRevocation
from domain.usecases.gather_afterwards import GatherAfterwards
from domain.usecases.hands_in import HandsIn
from domain.usecases.hear_statement import HearStatement
from domain.usecases.judge_recheck import JudgeRecheck
from domain.usecases.list_shadows import ListShadows
from domain.usecases.prepare_revocation import PrepareRevocation
from domain.usecases.queue_instant import QueueInstant
from domain.usecases.read_instant_figures import ReadInstantFigures
from domain.usecases.record_steps import RecordSteps
from domain.usecases.refuse_automatic import RefuseAutomatic
from domain.usecases.review_instant import ReviewInstant
from domain.usecases.show_instant import ShowInstant
from domain.usecases.show_recheck import ShowRecheck
from domain.usecases.show_revocation import ShowRevocation


@dataclass(frozen=True, slots=True)
class InstantParts:
    """What the desk needs besides Core."""

    catalogue: Catalogue
    calendars: Calendars
    check_authority: CheckAuthority
    revocation_desk: RevocationDesk


def gather_afterwards(core: Core) -> GatherAfterwards:
    """What came of a case, for whoever shows it."""
    cipher = core.cipher
    return GatherAfterwards(
        PostgresGrievances(cipher),
        PostgresRevocations(cipher),
        PostgresReviews(cipher),
        PostgresRechecks(cipher, core.digests),
    )


def follow_revocation(core: Core, catalogue: Catalogue) -> FollowRevocation:
    """What the back-end's push brings with it."""
    cipher = core.cipher
    return FollowRevocation(
        PostgresRevocations(cipher),
        PostgresDecisions(cipher, core.new_id),
        PostgresLicences(cipher, core.digests),
        catalogue,
        tell_holder(core),
        core.now,
        core.new_id,
    )


def instant_desk(core: Core, parts: InstantParts) -> InstantDesk:
    cipher, ledger, answers, atomic, now = core.cipher, core.ledger, core.answers, core.atomic, core.now
    catalogue, new_id, tell = parts.catalogue, core.new_id, tell_holder(core)
    cases, proposals, accounts = PostgresCases(), PostgresProposals(cipher), PostgresAccounts()
    parties = PostgresParties(cipher, core.digests, now, new_id)
    rechecks, revocations = PostgresRechecks(cipher, core.digests), PostgresRevocations(cipher)
    book, reviews = PostgresInstantBook(proposals.of_case), PostgresReviews(cipher)
    show = ShowInstant(cases, proposals, parties, catalogue, reviews, revocations, accounts)
    show_recheck = ShowRecheck(rechecks, show, accounts)
    show_revocation = ShowRevocation(revocations, cases, parties, catalogue, accounts)
    return InstantDesk(
        show_instant=show,
        review_instant=ReviewInstant(cases, proposals, reviews, show, ledger, tell, answers, atomic, now),
        list_shadows=ListShadows(PostgresShadows(cipher, new_id), catalogue),
        read_figures=ReadInstantFigures(book, catalogue),
        show_recheck=show_recheck,
        judge_recheck=JudgeRecheck(
            rechecks, cases, HandsIn(ledger), show_recheck, ledger, tell, answers, atomic, now
        ),
        refuse_automatic=RefuseAutomatic(
            FindCase(parts.check_authority, cases),
            cases,
            PostgresForms(cipher, new_id),
            proposals,
            rechecks,
            parts.calendars,
            RecordSteps(ledger, core.evidence),
            answers,
            core.jobs,
            atomic,
            now,
            new_id,
        ),
        draw_sample=DrawSample(rechecks, ledger, atomic, now, new_id),
        prepare_revocation=PrepareRevocation(
            cases,
            revocations,
            rechecks,
            parts.calendars,
            tell,
            show_revocation,
            ledger,
            answers,
            atomic,
            now,
            new_id,
        ),
        show_revocation=show_revocation,
        hear_statement=HearStatement(
            FindCase(parts.check_authority, cases),
            cases,
            revocations,
            show_revocation,
            RecordSteps(ledger, core.evidence),
            answers,
            atomic,
            now,
        ),
        decide_revocation=DecideRevocation(
            cases, revocations, show_revocation, ledger, core.jobs, answers, atomic, now
        ),
        ask_revocation=AskRevocation(cases, revocations, parts.revocation_desk, ledger, atomic, now),
        queue_instant=QueueInstant(
            revocations, rechecks, book, cases, parties, catalogue, parts.calendars, now
        ),
    )
