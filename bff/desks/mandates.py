"""What people do about mandates (授权委托)."""

from dataclasses import dataclass

from domain.usecases.ask_givers import AskGivers
from domain.usecases.draft_mandate import DraftMandate
from domain.usecases.end_mandate import EndMandate
from domain.usecases.give_mandate import GiveMandate
from domain.usecases.lapse_mandates import LapseMandates
from domain.usecases.list_mandates import ListMandates
from domain.usecases.read_mandate import ReadMandate


@dataclass(frozen=True, slots=True)
class MandateDesk:
    list_mandates: ListMandates
    draft_mandate: DraftMandate
    read_mandate: ReadMandate
    give_mandate: GiveMandate
    end_mandate: EndMandate
    lapse_mandates: LapseMandates
    ask_givers: AskGivers
