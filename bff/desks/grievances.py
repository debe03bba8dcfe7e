"""The grievance desk: what people find wrong, and what the office answers."""

from dataclasses import dataclass

from domain.usecases.answer_grievance import AnswerGrievance
from domain.usecases.close_grievances import CloseGrievances
from domain.usecases.find_malice import FindMalice
from domain.usecases.hand_grievance_over import HandGrievanceOver
from domain.usecases.list_grievances import ListGrievances
from domain.usecases.note_contact import NoteContact
from domain.usecases.queue_grievances import QueueGrievances
from domain.usecases.raise_grievance import RaiseGrievance
from domain.usecases.read_grievance_phone import ReadGrievancePhone
from domain.usecases.reopen_grievance import ReopenGrievance
from domain.usecases.show_grievance import ShowGrievance


@dataclass(frozen=True, slots=True)
class GrievanceDesk:
    raise_grievance: RaiseGrievance
    list_grievances: ListGrievances
    reopen_grievance: ReopenGrievance
    show_grievance: ShowGrievance
    read_grievance_phone: ReadGrievancePhone
    note_contact: NoteContact
    answer_grievance: AnswerGrievance
    hand_grievance_over: HandGrievanceOver
    find_malice: FindMalice
    queue_grievances: QueueGrievances
    close_grievances: CloseGrievances
