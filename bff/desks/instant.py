"""The desk beside the rules (秒批): what they left to people, rechecks, shadows, revocations."""

from dataclasses import dataclass

from domain.usecases.ask_revocation import AskRevocation
from domain.usecases.decide_revocation import DecideRevocation
from domain.usecases.draw_sample import DrawSample
from domain.usecases.hear_statement import HearStatement
from domain.usecases.judge_recheck import JudgeRecheck
from domain.usecases.list_shadows import ListShadows
from domain.usecases.prepare_revocation import PrepareRevocation
from domain.usecases.queue_instant import QueueInstant
from domain.usecases.read_instant_figures import ReadInstantFigures
from domain.usecases.refuse_automatic import RefuseAutomatic
from domain.usecases.review_instant import ReviewInstant
from domain.usecases.show_instant import ShowInstant
from domain.usecases.show_recheck import ShowRecheck
from domain.usecases.show_revocation import ShowRevocation


@dataclass(frozen=True, slots=True)
class InstantDesk:
    show_instant: ShowInstant
    review_instant: ReviewInstant
    list_shadows: ListShadows
    read_figures: ReadInstantFigures
    show_recheck: ShowRecheck
    judge_recheck: JudgeRecheck
    draw_sample: DrawSample
    refuse_automatic: RefuseAutomatic
    prepare_revocation: PrepareRevocation
    show_revocation: ShowRevocation
    hear_statement: HearStatement
    decide_revocation: DecideRevocation
    ask_revocation: AskRevocation
    queue_instant: QueueInstant
