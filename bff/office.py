"""Every use case the fronts and the worker may call, ready to call, desk by desk. Built by bff/compose."""

from dataclasses import dataclass

from bff.desks.archives import ArchiveDesk
from bff.desks.calls import CallDesk
from bff.desks.cases import CaseDesk
from bff.desks.clocks import ClockDesk
from bff.desks.counter import CounterDesk
from bff.desks.decisions import DecisionDesk
from bff.desks.endings import EndingDesk
from bff.desks.figures import FigureDesk
from bff.desks.forms import FormDesk
from bff.desks.gateway import GatewayDesk
from bff.desks.grievances import GrievanceDesk
from bff.desks.identity import IdentityDesk
from bff.desks.instant import InstantDesk
from bff.desks.item_versions import ItemVersionDesk
from bff.desks.items import ItemsDesk
from bff.desks.mandates import MandateDesk
from bff.desks.my_data import MyDataDesk
from bff.desks.notices import NoticeDesk
from bff.desks.other_ways import OtherWayDesk
from bff.desks.preferences import PreferenceDesk
from bff.desks.privacy import PrivacyDesk
from bff.desks.promises import PromiseDesk
from bff.desks.screens import ScreenDesk
from bff.desks.sessions import SessionDesk
from bff.desks.shipments import ShipmentDesk
from bff.desks.sign_in import SignInDesk
from bff.desks.staff import StaffDesk
from bff.desks.starts import StartDesk
from bff.desks.supervision import SupervisionDesk
from bff.desks.supplements import SupplementDesk
from bff.desks.today import TodayDesk
from bff.desks.wallet import WalletDesk
from bff.desks.wechat import WechatDesk


@dataclass(frozen=True, slots=True)
class Office:
    staff: StaffDesk
    today: TodayDesk
    notices: NoticeDesk
    identity: IdentityDesk
    other_ways: OtherWayDesk
    sign_in: SignInDesk
    sessions: SessionDesk
    cases: CaseDesk
    screens: ScreenDesk
    forms: FormDesk
    mandates: MandateDesk
    shipments: ShipmentDesk
    decisions: DecisionDesk
    wallet: WalletDesk
    items: ItemsDesk
    item_versions: ItemVersionDesk
    starts: StartDesk
    gateway: GatewayDesk
    calls: CallDesk
    counter: CounterDesk
    supplements: SupplementDesk
    endings: EndingDesk
    promises: PromiseDesk
    instant: InstantDesk
    grievances: GrievanceDesk
    figures: FigureDesk
    clocks: ClockDesk
    archives: ArchiveDesk
    supervision: SupervisionDesk
    preferences: PreferenceDesk
    privacy: PrivacyDesk
    my_data: MyDataDesk
    wechat: WechatDesk
