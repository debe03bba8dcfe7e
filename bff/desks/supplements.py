"""The supplement desk: what is to be put right, what is given for it, and contested notices."""

from dataclasses import dataclass

from domain.usecases.answer_supplement import AnswerSupplement
from domain.usecases.deem_accepted import DeemAccepted
from domain.usecases.give_supplement_file import GiveSupplementFile
from domain.usecases.give_supplement_licence import GiveSupplementLicence
from domain.usecases.hand_in_supplement import HandInSupplement
from domain.usecases.note_supplement_call import NoteSupplementCall
from domain.usecases.read_supplement import ReadSupplement
from domain.usecases.return_late_cases import ReturnLateCases
from domain.usecases.settle_supplement import SettleSupplement


@dataclass(frozen=True, slots=True)
class SupplementDesk:
    read_supplement: ReadSupplement
    give_file: GiveSupplementFile
    give_licence: GiveSupplementLicence
    answer_supplement: AnswerSupplement
    hand_in: HandInSupplement
    note_supplement_call: NoteSupplementCall
    settle_supplement: SettleSupplement
    deem_accepted: DeemAccepted
    return_late_cases: ReturnLateCases
