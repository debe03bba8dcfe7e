"""A case, a form and a parcel as tests need them, with nothing on them that matters elsewhere."""

from datetime import UTC, datetime
from uuid import UUID

from domain.cases.case import Case, CaseState
from domain.forms.form import Form, FormState
from domain.kernel.ids import CaseId, ItemCode, MatterId, PartyId, ShipmentId
from domain.kernel.personal import Address, PersonName, Phone
from domain.shipments.outside import Contact
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction, ShipmentState

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SOMEWHERE = Contact(PersonName("甲子安"), Phone("19900000101"), Address("虚构路18号"))


def a_case(state: CaseState = CaseState.INTENDED) -> Case:
    return Case(
        CaseId(UUID(int=1)),
        MatterId(UUID(int=2)),
        ItemCode("a-renewal"),
        PartyId(UUID(int=3)),
        PartyId(UUID(int=4)),
        "负责人",
        state,
        NOON,
    )


def a_form(state: FormState = FormState.READY, *, return_mode: str = "pickup") -> Form:
    return Form(CaseId(UUID(int=1)), state, [], [], ("pickup",), ("courier",), return_mode=return_mode)


def a_parcel(direction: Direction, state: ShipmentState) -> Shipment:
    return Shipment(
        ShipmentId(UUID(int=5)),
        CaseId(UUID(int=1)),
        MatterId(UUID(int=2)),
        direction,
        state,
        "ems",
        SOMEWHERE,
        SOMEWHERE,
        [],
        NOON,
        "5",
    )
