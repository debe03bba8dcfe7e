"""Why a parcel (快递单) waits for somebody at the office, and the one next thing to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from domain.shipments.states import Direction, ShipmentState, Way

LOOK_AGAIN = timedelta(days=1)  # after a clerk reached somebody who promised
LATE_PICKUP = timedelta(hours=2)  # after the hours the person chose
UNFETCHED = timedelta(days=1)  # of an order without hours
TOO_LONG = timedelta(days=7)  # between any two doors in the country
MISMATCH_WITHIN = timedelta(days=3)  # from the scan: until then it is settled with the holder


class Group(StrEnum):
    EXCEPTIONS = "exceptions"
    ARRIVED = "arrived"
    AWAITED = "awaited"
    TO_VOID = "to_void"
    TO_HAND_OVER = "to_hand_over"
    ARRIVING = "arriving"  # nothing to do but to wait: not in the queue


class Act(StrEnum):
    """What a clerk can do about a parcel, by the names of the operations."""

    SCAN = "scan_certificates"
    VOID = "void_certificates"
    CALL = "note_courier_call"
    AGAIN = "order_shipment_again"
    RECEIPT = "confirm_receipt"
    LOSS = "declare_parcel_lost"
    REISSUE = "reissue_certificate"
    HAND_OVER = "hand_over_at_counter"


class Cause(StrEnum):
    """The most urgent first."""

    MISMATCH = "mismatch"
    LOST = "lost"
    WITH_STAFF = "with_staff"
    NOT_PICKED_UP = "not_picked_up"
    PROBLEM = "problem"
    REFUSED = "refused"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    RETURNING = "returning"
    TO_CONFIRM = "to_confirm"
    TOO_LONG = "too_long"
    ARRIVED = "arrived"
    AWAITED = "awaited"
    TO_HAND_OVER = "to_hand_over"
    TO_VOID = "to_void"
    ARRIVING = "arriving"


@dataclass(frozen=True, slots=True)
class ToDo:
    """`acts`: all that is possible, the one next action first; `label`: what its button says."""

    group: Group
    words: str
    label: str
    acts: tuple[Act, ...]


_X = Group.EXCEPTIONS
TO_DO: Mapping[Cause, ToDo] = MappingProxyType(
    {
        Cause.MISMATCH: ToDo(_X, "收到的证书与应收的不一致", "联系持证人后重新核对", (Act.CALL, Act.SCAN)),
        Cause.LOST: ToDo(_X, "快件遗失", "", ()),
        Cause.WITH_STAFF: ToDo(_X, "不知道快递公司有没有接到这一单", "打电话问快递公司", (Act.CALL,)),
        Cause.NOT_PICKED_UP: ToDo(
            _X, "约好的时间已过，快递员没有来取", "打电话催快递公司", (Act.CALL, Act.SCAN)
        ),
        Cause.PROBLEM: ToDo(_X, "快递遇到问题", "打电话问快递公司", (Act.CALL, Act.LOSS)),
        Cause.REFUSED: ToDo(_X, "收件人拒收", "打电话问收件人", (Act.CALL, Act.LOSS)),
        Cause.RETURNED: ToDo(_X, "快件已退回", "重新寄一次", (Act.AGAIN, Act.CALL)),
        Cause.CANCELLED: ToDo(_X, "快递单已取消，东西还没有寄", "重新预约快递员", (Act.AGAIN, Act.CALL)),
        Cause.RETURNING: ToDo(_X, "快件正在退回", "打电话问快递公司", (Act.CALL, Act.LOSS)),
        Cause.TO_CONFIRM: ToDo(
            _X, "他人代收或放在柜里，还没有确认本人收到", "打电话与收件人确认", (Act.RECEIPT, Act.CALL)
        ),
        Cause.TOO_LONG: ToDo(_X, "在路上太久", "打电话问快递公司", (Act.CALL, Act.LOSS)),
        Cause.ARRIVED: ToDo(Group.ARRIVED, "旧证已到窗口", "逐件扫描核对", (Act.SCAN, Act.CALL)),
        Cause.AWAITED: ToDo(
            Group.AWAITED, "旧证还没有收齐", "联系持证人补交", (Act.CALL, Act.SCAN, Act.AGAIN, Act.LOSS)
        ),
        Cause.TO_HAND_OVER: ToDo(Group.TO_HAND_OVER, "证书在窗口等人来取", "窗口发证", (Act.HAND_OVER,)),
        Cause.TO_VOID: ToDo(Group.TO_VOID, "新证已核发，旧证还没有作废", "登记旧证作废", (Act.VOID,)),
        Cause.ARRIVING: ToDo(Group.ARRIVING, "旧证还没有到窗口", "", ()),
    }
)
_OF_LOSS: Mapping[Direction, tuple[str, str, Act]] = MappingProxyType(
    {
        Direction.COLLECT: ("旧证寄送途中遗失，还没有登记", "登记旧证遗失", Act.LOSS),
        Direction.DELIVER: ("新证寄送途中遗失", "补发新证", Act.REISSUE),
        Direction.GIVE_BACK: ("退还的旧证途中遗失", "与持证人商定补证", Act.CALL),
    }
)


def to_do(cause: Cause, direction: Direction, way: Way, state: ShipmentState) -> ToDo:
    """What this cause means for a parcel of that way, by that means, in that state."""
    known = TO_DO[cause]
    if cause is Cause.LOST:
        words, label, act = _OF_LOSS[direction]
        return ToDo(known.group, words, label, (act,) if act is Act.CALL else (act, Act.CALL))
    if cause is Cause.ARRIVING:  # it may be brought to the counter before any courier comes
        return ToDo(
            known.group, known.words, "", (Act.SCAN, Act.LOSS) if way is not Way.COURIER else (Act.SCAN,)
        )
    acts = known.acts
    if cause is Cause.TO_CONFIRM and direction is Direction.DELIVER:
        acts = (*acts, Act.REISSUE)  # the person says that it never came
    if direction is not Direction.COLLECT:
        acts = tuple(act for act in acts if act is not Act.SCAN)
    if way is not Way.COURIER:
        acts = tuple(act for act in acts if act is not Act.AGAIN)
    if state in {ShipmentState.IN_TRANSIT, ShipmentState.OUT_FOR_DELIVERY, ShipmentState.PROBLEM}:
        acts = (*acts, Act.SCAN if direction is Direction.COLLECT else Act.RECEIPT)
    return ToDo(known.group, known.words, known.label, tuple(dict.fromkeys(acts)))
