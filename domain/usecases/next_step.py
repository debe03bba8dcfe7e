"""The one thing a person can do next about a case, and the words for the button."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.cases.case import UNGRANTED, Case, CaseState
from domain.forms.form import Form, FormState
from domain.shipments.shipment import Shipment
from domain.shipments.states import NOT_FETCHED, Direction, ShipmentState, Way
from domain.supplements.supplement import SupplementState

_ARRIVED = frozenset({ShipmentState.DELIVERED_SELF, ShipmentState.CANCELLED, ShipmentState.LOST})
_UNDECIDED = frozenset({CaseState.CONFIRMED, CaseState.FILED, CaseState.SUPPLEMENTING, CaseState.ACCEPTED})
_BY_HAND = {"self_post": "把旧证寄到办理窗口，并填写运单号", "counter": "把旧证交到办理窗口"}


@dataclass(frozen=True, slots=True)
class Next:
    """`action`: one of the contract's; `label`: what the button says."""

    action: str
    label: str


_ALWAYS = {
    CaseState.WITH_STAFF: Next("contact_staff", "工作人员会与您联系"),
    CaseState.GRANTED: Next("wait", "准予许可，正在制作新证"),
}


def next_step(
    case: Case,
    form: Form,
    shipments: Iterable[Shipment],
    *,
    has_gaps: bool,
    has_licence: bool,
    is_rated: bool,
    supplement: SupplementState | None = None,
    is_withdrawing: bool = False,
    owes_material: bool = False,
) -> Next:
    by_way = {shipment.direction: shipment for shipment in shipments}
    if is_withdrawing and case.state in _UNDECIDED:
        return Next("wait", "正在撤回申请")
    match case.state:
        case CaseState.INTENDED:
            return _of_form(form, has_gaps=has_gaps)
        case CaseState.SUPPLEMENTING:
            return _of_supplement(supplement)
        case CaseState.CONFIRMED | CaseState.FILED | CaseState.ACCEPTED:
            before = _before_decision(case, form, by_way.get(Direction.COLLECT))
            owes = owes_material and before.action == "wait" and case.state is not CaseState.CONFIRMED
            return Next("give_material", "补交承诺后补的材料") if owes else before
    return _ALWAYS.get(case.state) or _after_decision(
        case, by_way, has_licence=has_licence, is_rated=is_rated
    )


def _of_supplement(state: SupplementState | None) -> Next:
    match state:
        case SupplementState.OPEN:
            return Next("supplement", "补正材料")
        case SupplementState.LATE:
            return Next("wait", "逾期未补正，等待退件")
    return Next("wait", "补正材料已提交，等待受理")


def _of_form(form: Form, *, has_gaps: bool) -> Next:
    if form.state is FormState.FILLING:
        return Next("wait", "正在自动填写表单，请稍候")
    if has_gaps:
        return Next("fill_form", "补充表单内容")
    return Next("confirm_form", "核对并确认表单")


def _before_decision(case: Case, form: Form, collection: Shipment | None) -> Next:
    is_by_hand = collection is None or collection.way is not Way.COURIER
    is_planned = collection is None or collection.state is ShipmentState.PLANNED
    if is_by_hand and is_planned and form.return_mode in _BY_HAND:
        return Next("hand_over", _BY_HAND[form.return_mode])
    if collection is not None and collection.state in NOT_FETCHED:
        return Next("hand_over", "准备旧证，等快递员上门")
    if collection is not None and (wanted := sum(piece.is_awaited for piece in collection.pieces)):
        return Next("hand_over", f"还差{wanted}件旧证，请补交")
    if case.state is CaseState.ACCEPTED:
        return Next("wait", "等待审批")
    return Next("wait", "等待受理" if case.state is CaseState.FILED else "正在提交")


def _after_decision(
    case: Case, by_way: Mapping[Direction, Shipment], *, has_licence: bool, is_rated: bool
) -> Next:
    if case.state is CaseState.LICENSED:
        delivery = by_way.get(Direction.DELIVER)
        by_courier = delivery is not None and delivery.way is Way.COURIER
        return Next("receive", "等快递员送来新证" if by_courier else "到窗口领取新证")
    back = by_way.get(Direction.GIVE_BACK)
    if case.state in UNGRANTED and back is not None and back.state not in _ARRIVED:
        return Next("receive", "等待旧证退回")
    if CaseState.WITHDRAWN in (case.state, case.ended_as):
        return Next("wait", "申请已撤回")
    if not is_rated:
        return Next("rate", "评一评这次服务")
    if has_licence:
        return Next("view_licence", "查看新证")
    return Next("contact_staff", "有疑问请联系办理窗口")
