"""The counter: who stands at which desk, for whom a clerk acts, and the signature on the pad."""

from dataclasses import dataclass

from domain.usecases.end_visit import EndVisit
from domain.usecases.enter_visit import EnterVisit
from domain.usecases.list_appointments import ListAppointments
from domain.usecases.list_visits import ListVisits, ReadVisit
from domain.usecases.open_visit import OpenPhoneVisit, OpenVisit
from domain.usecases.sign_forms import SignForms


@dataclass(frozen=True, slots=True)
class CounterDesk:
    list_appointments: ListAppointments
    open_visit: OpenVisit
    open_phone_visit: OpenPhoneVisit
    list_visits: ListVisits
    read_visit: ReadVisit
    enter_visit: EnterVisit
    end_visit: EndVisit
    sign_forms: SignForms
