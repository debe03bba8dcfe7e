"""Builds the notice desk: its repositories, its use cases, and the outside as it is handed in."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from adapters.postgres.calls import PostgresCalls
from adapters.postgres.doubts import PostgresDoubts
from adapters.postgres.findings import PostgresFindings
from adapters.postgres.inbox import PostgresInbox
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.notices import PostgresNotices
from adapters.postgres.parties import PostgresParties
from adapters.postgres.push_lists import PostgresPushLists
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.sms_tries import PostgresSmsTries
from adapters.postgres.staff import PostgresAccounts
from adapters.postgres.subscriptions import PostgresSubscriptions
from adapters.postgres.vendor_shares import PostgresVendorShares
from adapters.postgres.visitors import PostgresVisitors
from bff.compose.core import Core
from bff.compose.telling import MoreWays, hear_wishes, matter_opening, telling, ways
from bff.desks.notices import NoticeDesk
from domain.catalogue.ports import Catalogue
from domain.identity.ports import Limits
from domain.invitations.outside import SmsCallbacks, SmsSender, SubscribeMessages, WechatCallbacks
from domain.invitations.quiet import QuietHours
from domain.invitations.routing import resting
from domain.parties.outside import HolderRegister
from domain.usecases.address_notice import AddressNotice
from domain.usecases.ask_after_notice import AskAfterNotice
from domain.usecases.check_message import CheckMessage
from domain.usecases.decide_push_list import DecidePushList
from domain.usecases.describe_finding import DescribeFinding
from domain.usecases.describe_push_list import DescribePushList
from domain.usecases.estimate_texts import EstimateTexts
from domain.usecases.invite_holder import InviteHolder
from domain.usecases.list_doubts import ListDoubts
from domain.usecases.list_findings import ListFindings
from domain.usecases.list_push_lists import ListPushLists
from domain.usecases.list_subscriptions import ListSubscriptions
from domain.usecases.look_again import LookAgain
from domain.usecases.name_records import NameRecords
from domain.usecases.note_subscription import NoteSubscription
from domain.usecases.queue_doubts import QueueDoubts
from domain.usecases.read_push_list import ReadPushList
from domain.usecases.receive_sms_replies import ReceiveSmsReplies
from domain.usecases.receive_sms_reports import ReceiveSmsReports
from domain.usecases.receive_wechat_events import ReceiveWechatEvents
from domain.usecases.record_delivery_report import RecordDeliveryReport
from domain.usecases.record_reply import RecordReply
from domain.usecases.record_wechat_event import RecordWechatEvent
from domain.usecases.repeat_push import RepeatPush
from domain.usecases.send_notice import SendNotice
from domain.usecases.settle_doubt import SettleDoubt
from domain.usecases.weigh_notice import WeighNotice
from domain.usecases.weigh_sms_operators import WeighSmsOperators


def notice_desk(
    core: Core,
    *,
    catalogue: Catalogue,
    register: HolderRegister,
    sms: SmsSender,
    sms_callbacks: Mapping[str, SmsCallbacks],
    messages: SubscribeMessages,
    wechat_callbacks: WechatCallbacks,
    limits: Limits,
    sms_operators: Sequence[str],
    sms_price_fen: Decimal,
    sms_callback_secret: str,
    quiet: QuietHours | None,
    in_sandbox: bool,
    more_ways: MoreWays = MoreWays(),  # noqa: B008 - frozen
) -> NoticeDesk:
    cipher, digests, atomic, now, new_id = core.cipher, core.digests, core.atomic, core.now, core.new_id
    ledger, evidence, jobs = core.ledger, core.evidence, core.jobs
    findings, push_lists, doubts = PostgresFindings(), PostgresPushLists(cipher), PostgresDoubts(cipher)
    matters, parties = PostgresMatters(), PostgresParties(cipher, digests, now, new_id)
    invitations, notices = PostgresInvitations(new_id), PostgresNotices(cipher, digests)
    calls, inbox = PostgresCalls(cipher, digests), PostgresInbox(cipher, now, new_id)
    accounts, tries = PostgresAccounts(), PostgresSmsTries(now, new_id)
    describe = DescribePushList(accounts, catalogue, EstimateTexts(sms, sms_price_fen))
    describe_finding = DescribeFinding(catalogue, register)
    visitors = PostgresVisitors(cipher, digests, new_id)
    subscriptions = PostgresSubscriptions(digests, new_id)
    by = ways(core, sms, messages, more_ways)
    told = telling(core, by)
    record = told.record
    weigh = WeighNotice(matters, invitations, notices, push_lists, hear_wishes(core, quiet), now)
    open_matter = matter_opening(core, told.queue_notice)
    return NoticeDesk(
        list_push_lists=ListPushLists(push_lists, describe),
        read_push_list=ReadPushList(push_lists, findings, describe_finding, describe),
        decide_push_list=DecidePushList(push_lists, describe, ledger, jobs, core.answers, atomic, now),
        list_findings=ListFindings(push_lists, describe_finding),
        list_doubts=ListDoubts(doubts, register, accounts, matters, now),
        queue_doubts=QueueDoubts(doubts, NameRecords(register)),
        settle_doubt=SettleDoubt(doubts, matters, ledger, core.answers, atomic, now),
        invite_holder=InviteHolder(
            findings,
            LookAgain(catalogue, register, doubts, now, in_sandbox),
            open_matter,
            ledger,
            atomic,
            now,
        ),
        send_notice=SendNotice(notices, by, weigh, record, jobs, atomic, now),
        address_notice=AddressNotice(
            notices,
            invitations,
            parties,
            catalogue,
            register,
            told.choose_contact,
            told.queue_text,
            record,
            jobs,
            atomic,
            now,
        ),
        ask_after_notice=AskAfterNotice(
            notices,
            sms,
            PostgresSessions(),
            RepeatPush(notices, by, record, atomic, now),
            record,
            jobs,
            atomic,
            now,
        ),
        weigh_sms_operators=WeighSmsOperators(
            tries, PostgresVendorShares(new_id), resting(tuple(sms_operators)), atomic, now
        ),
        receive_sms_reports=ReceiveSmsReports(sms_callbacks, tries, inbox, jobs, atomic),
        receive_sms_replies=ReceiveSmsReplies(sms_callbacks, inbox, jobs, atomic),
        receive_wechat_events=ReceiveWechatEvents(wechat_callbacks, inbox, jobs, atomic),
        record_delivery_report=RecordDeliveryReport(inbox, tries, notices, record, atomic, now),
        record_reply=RecordReply(inbox, calls, ledger, evidence, atomic, new_id),
        record_wechat_event=RecordWechatEvent(
            inbox, visitors, subscriptions, notices, messages, record, jobs, atomic, now
        ),
        list_subscriptions=ListSubscriptions(visitors, subscriptions, messages, now),
        note_subscription=NoteSubscription(visitors, subscriptions, messages, atomic, now),
        check_message=CheckMessage(notices, limits, digests),
        sms_callback_secret=sms_callback_secret,
    )
