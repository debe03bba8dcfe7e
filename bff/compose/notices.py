"""Builds the notice desk: its repositories, its use cases, and the outside as it is handed in."""

from adapters.postgres.calls import PostgresCalls
from adapters.postgres.findings import PostgresFindings
from adapters.postgres.inbox import PostgresInbox
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.notices import PostgresNotices
from adapters.postgres.parties import PostgresParties
from adapters.postgres.push_lists import PostgresPushLists
from adapters.postgres.staff import PostgresAccounts
from bff.compose.core import Core
from bff.desks.notices import NoticeDesk
from domain.catalogue.ports import Catalogue
from domain.identity.ports import Limits
from domain.invitations.outside import SmsCallbacks, SmsSender
from domain.invitations.quiet import QuietHours
from domain.parties.outside import SocialRegister
from domain.usecases.ask_after_notice import AskAfterNotice
from domain.usecases.check_message import CheckMessage
from domain.usecases.decide_push_list import DecidePushList
from domain.usecases.describe_push_list import DescribePushList
from domain.usecases.invite_holder import InviteHolder
from domain.usecases.list_calls import ListCalls
from domain.usecases.list_push_lists import ListPushLists
from domain.usecases.open_matter import OpenMatter
from domain.usecases.queue_notice import QueueNotice
from domain.usecases.read_push_list import ReadPushList
from domain.usecases.receive_sms_replies import ReceiveSmsReplies
from domain.usecases.receive_sms_reports import ReceiveSmsReports
from domain.usecases.record_delivery_report import RecordDeliveryReport
from domain.usecases.record_notice import RecordNotice
from domain.usecases.record_reply import RecordReply
from domain.usecases.send_notice import SendNotice
from domain.usecases.weigh_notice import WeighNotice


def notice_desk(
    core: Core,
    *,
    catalogue: Catalogue,
    register: SocialRegister,
    sms: SmsSender,
    sms_callbacks: SmsCallbacks,
    limits: Limits,
    sms_callback_secret: str,
    quiet: QuietHours | None,
    in_sandbox: bool,
) -> NoticeDesk:
    cipher, digests, atomic, now, new_id = core.cipher, core.digests, core.atomic, core.now, core.new_id
    ledger, evidence, jobs = core.ledger, core.evidence, core.jobs
    findings, push_lists = PostgresFindings(), PostgresPushLists(cipher)
    parties, matters = PostgresParties(cipher, digests, now, new_id), PostgresMatters()
    invitations, notices = PostgresInvitations(new_id), PostgresNotices(cipher, digests)
    calls, inbox = PostgresCalls(cipher, digests), PostgresInbox(cipher, now, new_id)
    describe = DescribePushList(PostgresAccounts(), catalogue)
    record = RecordNotice(notices, calls, ledger, evidence, jobs, now, new_id)
    weigh = WeighNotice(matters, invitations, notices, push_lists, now, quiet)
    queue = QueueNotice(invitations, notices, calls, jobs, digests, core.randomness, new_id)
    open_matter = OpenMatter(parties, matters, invitations, ledger, queue, new_id)
    return NoticeDesk(
        list_push_lists=ListPushLists(push_lists, describe),
        read_push_list=ReadPushList(push_lists, findings, catalogue, register, describe),
        decide_push_list=DecidePushList(push_lists, describe, ledger, jobs, core.answers, atomic, now),
        invite_holder=InviteHolder(
            findings, catalogue, register, open_matter, ledger, atomic, now, in_sandbox
        ),
        send_notice=SendNotice(notices, sms, weigh, record, jobs, atomic, now),
        ask_after_notice=AskAfterNotice(notices, sms, record, jobs, atomic, now),
        receive_sms_reports=ReceiveSmsReports(sms_callbacks, inbox, jobs, atomic),
        receive_sms_replies=ReceiveSmsReplies(sms_callbacks, inbox, jobs, atomic),
        record_delivery_report=RecordDeliveryReport(inbox, notices, record, atomic),
        record_reply=RecordReply(inbox, calls, ledger, evidence, atomic, new_id),
        check_message=CheckMessage(notices, limits, digests),
        list_calls=ListCalls(calls, invitations, matters, parties, catalogue),
        sms_callback_secret=sms_callback_secret,
    )
