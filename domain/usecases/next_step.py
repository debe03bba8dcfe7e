"""The one thing a person can do next about a case, and the words for the button."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.cases.case import Case, CaseState
from domain.forms.form import Form, FormState
from domain.shipments.shipment import Direction, Shipment, ShipmentState

_NOT_YET_FETCHED = frozenset(
    {
        ShipmentState.PLANNED,
        ShipmentState.ORDERING,
        ShipmentState.UNKNOWN,
        ShipmentState.WITH_STAFF,
        ShipmentState.ORDERED,
        ShipmentState.ACCEPTED,
    }
)
_ARRIVED = frozenset({ShipmentState.DELIVERED_SELF, ShipmentState.CANCELLED, ShipmentState.LOST})
_BY_HAND = {"self_post": "把旧证寄到办理窗口", "counter": "把旧证交到办理窗口"}


@dataclass(frozen=True, slots=True)
class Next:
    """`action`: one of the contract's; `label`: what the button says."""

    action: str
    label: str


def next_step(
    case: Case,
    form: Form,
    shipments: Iterable[Shipment],
    *,
    has_gaps: bool,
    has_licence: bool,
    is_rated: bool,
) -> Next:
    by_way = {shipment.direction: shipment for shipment in shipments}
    match case.state:
        case CaseState.INTENDED:
            return _of_form(form, has_gaps=has_gaps)
        case CaseState.WITH_STAFF:
            return Next("contact_staff", "工作人员会与您联系")
        case CaseState.CONFIRMED | CaseState.FILED | CaseState.ACCEPTED:
            return _before_decision(case, form, by_way.get(Direction.COLLECT))
        case CaseState.GRANTED:
            return Next("wait", "准予许可，正在制作新证")
    return _after_decision(case, by_way, has_licence=has_licence, is_rated=is_rated)


def _of_form(form: Form, *, has_gaps: bool) -> Next:
    if form.state is FormState.FILLING:
        return Next("wait", "正在自动填写表单，请稍候")
    if has_gaps:
        return Next("fill_form", "补充表单内容")
    return Next("confirm_form", "核对并确认表单")


def _before_decision(case: Case, form: Form, collection: Shipment | None) -> Next:
    if collection is not None and collection.state in _NOT_YET_FETCHED:
        return Next("hand_over", "准备旧证，等快递员上门")
    if collection is None and form.return_mode in _BY_HAND:
        return Next("hand_over", _BY_HAND[form.return_mode])
    if case.state is CaseState.ACCEPTED:
        return Next("wait", "等待审批")
    return Next("wait", "等待受理" if case.state is CaseState.FILED else "正在提交")


def _after_decision(
    case: Case, by_way: Mapping[Direction, Shipment], *, has_licence: bool, is_rated: bool
) -> Next:
    if case.state is CaseState.LICENSED:
        by_courier = Direction.DELIVER in by_way
        return Next("receive", "等快递员送来新证" if by_courier else "到窗口领取新证")
    back = by_way.get(Direction.GIVE_BACK)
    if case.state is CaseState.DENIED and back is not None and back.state not in _ARRIVED:
        return Next("receive", "等待旧证退回")
    if not is_rated:
        return Next("rate", "评一评这次服务")
    if has_licence:
        return Next("view_licence", "查看新证")
    return Next("contact_staff", "有疑问请联系办理窗口")
