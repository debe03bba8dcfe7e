"""The pieces (正本, 副本) of a certificate: in whose hands each is, and taking them in one by one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from domain.kernel.identifiers import narrow
from domain.kernel.personal import DocumentNumber
from domain.kernel.refusal import Refusal
from domain.shipments.states import ShipmentState

MASKABLE = 11  # below, first three and last four would leave too little to hide


class Custody(StrEnum):
    HOLDER = "holder"
    COURIER = "courier"
    COUNTER = "counter"
    MISSING = "missing"  # lost on the way
    ABSENT = "absent"  # not among what came
    VOID = "void"  # 已作废


class Absent(StrEnum):
    """Why a piece is not among what came."""

    NOT_HANDED_OVER = "not_handed_over"  # 未交
    LOST_DECLARED = "lost_declared"  # 遗失, the declaration was taken
    OTHER_PARCEL = "other_parcel"  # 在另一件快递里


CUSTODY: Mapping[ShipmentState, Custody] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                ShipmentState.PICKED_UP,
                ShipmentState.IN_TRANSIT,
                ShipmentState.OUT_FOR_DELIVERY,
                ShipmentState.PARKED,
                ShipmentState.REFUSED,
                ShipmentState.RETURNING,
                ShipmentState.DELIVERED_OTHER,
                ShipmentState.DELIVERED_SELF,
            ),
            Custody.COURIER,
        ),
        ShipmentState.LOST: Custody.MISSING,
    }
)
"""Who has the pieces once the courier says so; at our counter only the scan ends the courier's custody."""


class PiecesDoNotMatch(Refusal):
    """A scanned number is not the expected one: nothing is voided."""

    code, title = "pieces-do-not-match", "收到的证书与应收的不一致"
    advice = "请逐件核对编号与正副本；不一致时不得作废，请登记后联系持证人"


class PiecesUnaccounted(Refusal):
    """A piece that is due was neither found nor named as absent."""

    code, title = "pieces-unaccounted", "还有证书没有着落"
    advice = "每一件正本、副本都要核到，或写明没有收到的原因"


@dataclass(slots=True)
class Piece:
    """`reason`: why it is absent, or that its loss on the way was registered."""

    kind: str  # 正本, 副本
    serial: str  # «1», «2» within its kind
    number: str  # printed on it
    custody: Custody
    reason: Absent | None = None

    @property
    def name(self) -> str:
        return f"{self.kind}{self.serial}"

    @property
    def hint(self) -> str:
        """The number as far as one needs to know the paper by, too little to copy it from; may be empty."""
        if len(self.number) < MASKABLE:
            return "*" * len(self.number)
        return DocumentNumber(self.number).masked()

    @property
    def is_due(self) -> bool:
        """Our counter may still take it in."""
        return self.custody in {Custody.HOLDER, Custody.COURIER} or self.is_awaited

    @property
    def is_awaited(self) -> bool:
        """Absent, and it may still come."""
        return self.custody is Custody.ABSENT and self.reason is not Absent.LOST_DECLARED

    @property
    def is_lost(self) -> bool:
        """Known and registered to be lost: nobody waits for it any more."""
        return self.reason is Absent.LOST_DECLARED

    @property
    def is_accounted(self) -> bool:
        """In our hands, or nobody waits for it."""
        return self.custody in {Custody.COUNTER, Custody.VOID} or self.is_lost


def take_in(
    pieces: Sequence[Piece],
    found: Sequence[tuple[str, str, str]],
    absent: Mapping[tuple[str, str], Absent],
) -> None:
    """Each due piece found, by (kind, serial, number), or absent for a reason. Changes all or nothing.

    Raises PiecesDoNotMatch for what is not due here, PiecesUnaccounted for what is left out.
    """
    due = {(piece.kind, piece.serial): piece for piece in pieces if piece.is_due}
    numbers = {(kind, serial): number for kind, serial, number in found}
    strange = {
        place
        for place, number in numbers.items()
        if place not in due or _printed(due[place].number) != _printed(number)
    }
    twice = {(kind, serial) for kind, serial, _ in found if _is_twice((kind, serial), found)}
    if strange or twice:
        raise PiecesDoNotMatch(missing=_names(strange | twice))
    left = due.keys() - numbers.keys() - absent.keys()
    if left or absent.keys() - due.keys() or numbers.keys() & absent.keys():
        raise PiecesUnaccounted(missing=_names(left))
    for place, piece in due.items():
        piece.reason = absent.get(place)
        piece.custody = Custody.ABSENT if place in absent else Custody.COUNTER


def _is_twice(place: tuple[str, str], found: Sequence[tuple[str, str, str]]) -> bool:
    return sum((kind, serial) == place for kind, serial, _ in found) > 1


def _names(places: Iterable[tuple[str, str]]) -> list[str]:
    return sorted(f"{kind}{serial}" for kind, serial in places)


def _printed(number: str) -> str:
    """As a scanner and a register may write it differently: width and blanks."""
    return "".join(narrow(number).split())
