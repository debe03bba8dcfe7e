"""Every use case the fronts and the worker may call, ready to call, desk by desk. Built by bff/compose."""

from dataclasses import dataclass

from bff.desks.cases import CaseDesk
from bff.desks.decisions import DecisionDesk
from bff.desks.gateway import GatewayDesk
from bff.desks.identity import IdentityDesk
from bff.desks.items import ItemsDesk
from bff.desks.notices import NoticeDesk
from bff.desks.shipments import ShipmentDesk
from bff.desks.staff import StaffDesk
from bff.desks.starts import StartDesk
from bff.desks.wallet import WalletDesk


@dataclass(frozen=True, slots=True)
class Office:
    staff: StaffDesk
    notices: NoticeDesk
    identity: IdentityDesk
    cases: CaseDesk
    shipments: ShipmentDesk
    decisions: DecisionDesk
    wallet: WalletDesk
    items: ItemsDesk
    starts: StartDesk
    gateway: GatewayDesk
