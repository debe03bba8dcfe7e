"""How holders are told: the parts of a notice's way, on whichever channel, put together."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.postgres.calls import PostgresBadNumbers, PostgresCalls
from adapters.postgres.forms import PostgresForms
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.notices import PostgresNotices
from adapters.postgres.parties import PostgresParties
from adapters.postgres.subscriptions import PostgresSubscriptions
from adapters.postgres.visitors import PostgresVisitors
from bff.compose.core import Core
from domain.invitations.outside import MessageReceipt, SubscribeMessages
from domain.kernel.personal import OpenId
from domain.kernel.refusal import Refused
from domain.usecases.case_phone import CasePhone
from domain.usecases.choose_contact import ChooseContact
from domain.usecases.choose_reader import ChooseReader
from domain.usecases.fall_back_to_text import FallBackToText
from domain.usecases.open_matter import OpenMatter
from domain.usecases.queue_notice import QueueNotice
from domain.usecases.queue_text import QueueText
from domain.usecases.record_notice import RecordNotice
from domain.usecases.spend_credit import SpendCredit
from domain.usecases.tell_holder import TellHolder


class NoMessages:
    """Where nobody is written to in the mini-program: no template has a number."""

    async def send(
        self, openid: OpenId, template: str, values: Mapping[str, str], *, page: str
    ) -> MessageReceipt:
        _ = openid, values, page
        raise self._none(template)

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        _ = values
        raise self._none(template)

    def template_id(self, template: str) -> str:
        raise self._none(template)

    @staticmethod
    def _none(template: str) -> Refused:
        return Refused("wechat-message", f"not-used-{template}")


def case_phone(core: Core) -> CasePhone:
    """At which number whoever applied is rung."""
    cipher, digests, new_id = core.cipher, core.digests, core.new_id
    notices, bad_numbers = PostgresNotices(cipher, digests), PostgresBadNumbers(digests, new_id)
    return CasePhone(PostgresForms(cipher, new_id), notices, bad_numbers)


@dataclass(frozen=True, slots=True)
class Telling:
    queue_notice: QueueNotice
    choose_contact: ChooseContact
    queue_text: QueueText
    spend_credit: SpendCredit
    record: RecordNotice


def telling(core: Core, messages: SubscribeMessages) -> Telling:
    cipher, digests, new_id, jobs = core.cipher, core.digests, core.new_id, core.jobs
    invitations, notices = PostgresInvitations(new_id), PostgresNotices(cipher, digests)
    calls, visitors = PostgresCalls(cipher, digests), PostgresVisitors(cipher, digests, new_id)
    subscriptions = PostgresSubscriptions(digests, new_id)
    queue_text = QueueText(invitations, notices, jobs, digests, core.randomness, new_id)
    choose_contact = ChooseContact(
        ChooseReader(visitors, subscriptions, messages), PostgresBadNumbers(digests, new_id)
    )
    fall_back = FallBackToText(invitations, queue_text, core.now)
    return Telling(
        QueueNotice(choose_contact, queue_text, notices, calls, jobs, new_id),
        choose_contact,
        queue_text,
        SpendCredit(visitors, subscriptions, messages),
        RecordNotice(notices, calls, core.ledger, core.evidence, fall_back, jobs, core.now, new_id),
    )


def tell_holder(core: Core) -> TellHolder:
    """What happened in a running matter, said by whoever records it."""
    invitations, notices = PostgresInvitations(core.new_id), PostgresNotices(core.cipher, core.digests)
    return TellHolder(invitations, notices, core.jobs, core.now, core.new_id)


def matter_opening(core: Core, queue_notice: QueueNotice | None = None) -> OpenMatter:
    """For those who are told; without `queue_notice` for those who start by themselves."""
    new_id = core.new_id
    queue = queue_notice or telling(core, NoMessages()).queue_notice
    parties = PostgresParties(core.cipher, core.digests, core.now, new_id)
    return OpenMatter(parties, PostgresMatters(), PostgresInvitations(new_id), core.ledger, queue, new_id)
