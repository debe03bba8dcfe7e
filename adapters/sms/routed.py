"""Texts through several operators (多通道短信): never two where the first may have sent it."""

from collections.abc import Mapping, Sequence
from datetime import date

import structlog

from adapters.sms import aliyun
from domain.invitations.outside import NO_REPORT, SmsFate, SmsReceipt, SmsSender
from domain.invitations.routing import PORT, order, resting
from domain.invitations.segments import segments
from domain.invitations.tries import SmsTries, SmsTry, TryState, VendorShares
from domain.kernel.personal import Phone
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.kernel.work import forbid_inside_work

SYSTEM = "sms"
GONE = "operator-not-set-up"
log = structlog.get_logger(__name__)


class RoutedSms:
    """Implements SmsSender over others of it, by their names. `chosen`: who is offered texts, in order of
    preference, all unless told; the others have to do only with what they may have.

    `alone`: who had every text of before tries were kept.

    A try is kept, committed, before its operator is called: after a crash it is that operator who is asked.
    Another one is called only after «certainly not accepted».
    """

    def __init__(
        self,
        operators: Mapping[str, SmsSender],
        *,
        tries: SmsTries,
        shares: VendorShares,
        atomic: Atomic,
        now: Clock,
        chosen: Sequence[str] = (),
        alone: str = aliyun.VENDOR,
    ) -> None:
        self._operators, self._tries, self._shares = dict(operators), tries, shares
        self._chosen, self._alone = tuple(chosen or operators), alone
        self._atomic, self._now = atomic, now

    async def send(self, to: Phone, template: str, values: Mapping[str, str], *, out_id: str) -> SmsReceipt:
        forbid_inside_work(SYSTEM)
        billed = segments(self.wording(template, values))
        reason = GONE
        for vendor in await self._order(out_id):
            async with self._atomic():
                await self._tries.begin(SmsTry(out_id, vendor, template, billed, self._now()))
            try:
                receipt = await self._operators[vendor].send(to, template, values, out_id=out_id)
            except Unavailable as away:
                await self._note(out_id, vendor, TryState.UNAVAILABLE)
                log.warning("sms-operator-unavailable", vendor=vendor, reason=away.reason)
                reason = away.reason
            except Refused:
                await self._note(out_id, vendor, TryState.REFUSED)
                raise
            except Unknown:
                await self._note(out_id, vendor, TryState.UNKNOWN)
                raise
            else:
                await self._note(out_id, vendor, TryState.ACCEPTED, receipt.reference)
                return receipt
        raise Unavailable(SYSTEM, reason)

    async def ask(self, to: Phone, *, out_id: str, sent_on: date, reference: str = "") -> SmsFate | None:
        del reference  # each try has its operator's own
        tries = await self._tries.of(out_id)
        if not tries:  # of before tries were kept
            return await self._operator(self._alone).ask(to, out_id=out_id, sent_on=sent_on)
        for one in reversed([one for one in tries if one.may_have_gone]):
            try:
                fate = await self._operator(one.vendor).ask(
                    to, out_id=out_id, sent_on=sent_on, reference=one.reference
                )
            except Unavailable as away:
                if away.reason != NO_REPORT or not one.reference:
                    raise
                fate = SmsFate(one.reference, "waiting")  # it said yes, and the carrier nothing yet
            if fate is not None:
                return fate
        return None

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        """The texts are the same everywhere, letter by letter."""
        return self._operators[self._chosen[0]].wording(template, values)

    async def _order(self, out_id: str) -> tuple[str, ...]:
        """Whoever may have it already, alone; else by the shares of the moment. Raises Unavailable."""
        may_have = [one.vendor for one in await self._tries.of(out_id) if one.may_have_gone]
        if may_have:
            self._operator(may_have[-1])
            return (may_have[-1],)
        rest = resting(self._chosen)
        now = await self._shares.current(PORT)
        known = now.of if now is not None and now.of.keys() == rest.keys() else rest
        return order({vendor: known[vendor] for vendor in rest}, out_id)

    def _operator(self, vendor: str) -> SmsSender:
        """Raises Unavailable: it was taken out of the settings, and only it knows."""
        found = self._operators.get(vendor)
        if found is None:
            raise Unavailable(SYSTEM, GONE)
        return found

    async def _note(self, out_id: str, vendor: str, state: TryState, reference: str = "") -> None:
        async with self._atomic():
            await self._tries.answered(out_id, vendor, state, reference=reference)
