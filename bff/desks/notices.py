"""What the notice desk can do: lists to sign, invitations, messages and what comes back of them."""

from dataclasses import dataclass, field

from domain.usecases.address_notice import AddressNotice
from domain.usecases.ask_after_notice import AskAfterNotice
from domain.usecases.check_message import CheckMessage
from domain.usecases.decide_push_list import DecidePushList
from domain.usecases.invite_holder import InviteHolder
from domain.usecases.list_doubts import ListDoubts
from domain.usecases.list_findings import ListFindings
from domain.usecases.list_push_lists import ListPushLists
from domain.usecases.list_subscriptions import ListSubscriptions
from domain.usecases.note_subscription import NoteSubscription
from domain.usecases.queue_doubts import QueueDoubts
from domain.usecases.read_push_list import ReadPushList
from domain.usecases.receive_sms_replies import ReceiveSmsReplies
from domain.usecases.receive_sms_reports import ReceiveSmsReports
from domain.usecases.receive_wechat_events import ReceiveWechatEvents
from domain.usecases.record_delivery_report import RecordDeliveryReport
from domain.usecases.record_reply import RecordReply
from domain.usecases.record_wechat_event import RecordWechatEvent
from domain.usecases.send_notice import SendNotice
from domain.usecases.settle_doubt import SettleDoubt
from domain.usecases.weigh_sms_operators import WeighSmsOperators


@dataclass(frozen=True, slots=True)
class NoticeDesk:
    """`sms_callback_secret` is the part of the callbacks' address that only the operator knows."""

    list_push_lists: ListPushLists
    read_push_list: ReadPushList
    decide_push_list: DecidePushList
    list_findings: ListFindings
    list_doubts: ListDoubts
    settle_doubt: SettleDoubt
    queue_doubts: QueueDoubts
    invite_holder: InviteHolder
    address_notice: AddressNotice
    send_notice: SendNotice
    ask_after_notice: AskAfterNotice
    receive_sms_reports: ReceiveSmsReports
    receive_sms_replies: ReceiveSmsReplies
    receive_wechat_events: ReceiveWechatEvents
    weigh_sms_operators: WeighSmsOperators
    record_delivery_report: RecordDeliveryReport
    record_reply: RecordReply
    record_wechat_event: RecordWechatEvent
    list_subscriptions: ListSubscriptions
    note_subscription: NoteSubscription
    check_message: CheckMessage
    sms_callback_secret: str = field(repr=False)
