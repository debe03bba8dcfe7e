"""The case desk: what people read and answer, their forms, and the way of each case."""

from dataclasses import dataclass

from domain.usecases.answer_invitation import AnswerInvitation
from domain.usecases.confirm_form import ConfirmForm
from domain.usecases.confirm_forms import ConfirmForms
from domain.usecases.dispute_field import DisputeField
from domain.usecases.edit_form import EditForm
from domain.usecases.give_form_material import GiveFormMaterial
from domain.usecases.list_forms import ListForms
from domain.usecases.prefill_form import PrefillForm
from domain.usecases.read_case import ReadCase
from domain.usecases.read_form import ReadForm
from domain.usecases.read_home import ReadHome
from domain.usecases.read_invitation import ReadInvitation
from domain.usecases.read_timeline import ReadTimeline
from domain.usecases.replay_case import ReplayCase


@dataclass(frozen=True, slots=True)
class CaseDesk:
    read_home: ReadHome
    read_invitation: ReadInvitation
    answer_invitation: AnswerInvitation
    prefill_form: PrefillForm
    read_form: ReadForm
    edit_form: EditForm
    give_form_material: GiveFormMaterial
    dispute_field: DisputeField
    confirm_form: ConfirmForm
    list_forms: ListForms
    confirm_forms: ConfirmForms
    read_case: ReadCase
    read_timeline: ReadTimeline
    replay_case: ReplayCase
