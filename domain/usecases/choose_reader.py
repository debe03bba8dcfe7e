"""Choose who reads a notice (办理提示) in the mini-program: whom the register names, if they asked."""

from dataclasses import dataclass

from domain.catalogue.holder_kind import HolderKind
from domain.identity.visitor import Visitor, Visitors
from domain.invitations.outside import SubscribeMessages
from domain.invitations.subscription import Subscriptions
from domain.kernel.personal import DocumentNumber, Phone
from domain.kernel.refusal import Refused
from domain.parties.records import HolderRecord


@dataclass(frozen=True, slots=True)
class ChooseReader:
    """Reads our own rows only, so it may stand inside atomic."""

    visitors: Visitors
    subscriptions: Subscriptions
    messages: SubscribeMessages

    async def __call__(self, record: HolderRecord, template: str) -> Visitor | None:
        """An account their face passed on that has a credit for this template; the newest link first."""
        number = _named(record)
        if number is None:
            return None
        try:
            template_id = self.messages.template_id(template)
        except Refused:  # not chosen in the platform's console: nobody can have asked for it
            return None
        for visitor in await self.visitors.linked(number):
            held = (await self.subscriptions.of_account(visitor.openid)).get(template_id)
            if held is not None and held.credits:
                return visitor
        return None

    async def numbers(self, record: HolderRecord) -> list[Phone]:
        """What whom the register names gave the mini-program to be reached by, the newest link first."""
        number = _named(record)
        if number is None:
            return []
        return [visitor.phone for visitor in await self.visitors.linked(number) if visitor.phone]


def _named(record: HolderRecord) -> DocumentNumber | None:
    """Who is responsible as the register says now; a natural person is so for themselves."""
    if record.responsible is not None:
        return record.responsible.number
    certificate = record.certificate
    return certificate.holder_number if certificate.holder_kind == HolderKind.PERSON else None
