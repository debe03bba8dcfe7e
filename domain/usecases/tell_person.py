"""Tell a person by text (短信) what happened to their access: no link, lest a false one resemble it."""

from dataclasses import dataclass

from domain.clock.clock import BEIJING
from domain.identity.alert import WORDS, Alerts, PersonPhones
from domain.invitations.outside import SmsSender
from domain.invitations.ports import BadNumbers
from domain.kernel.ids import AlertId, PartyId
from domain.kernel.personal import Phone
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Refused, Unknown

TEMPLATE, OUT_ID = "sign-in-alert", "alert-"


@dataclass(frozen=True, slots=True)
class TellPerson:
    """A job. Sent once but for a crash between the text and its mark; a second warning is no harm."""

    alerts: Alerts
    phones: PersonPhones
    bad_numbers: BadNumbers
    sms: SmsSender
    atomic: Atomic
    now: Clock

    async def __call__(self, alert_id: AlertId) -> None:
        """Nothing for whom no number is known, and where no text is approved: the list has it all the same.

        Raises Unavailable: nothing was sent, the job comes again.
        """
        async with self.atomic():
            alert = await self.alerts.by_id(alert_id)
            phone = await self._number(alert.person) if alert and alert.told_at is None else None
        if alert is None or phone is None:
            return
        made = alert.made_at.astimezone(BEIJING)
        said = {
            "what": WORDS[alert.kind].happened,
            "time": f"{made.month}月{made.day}日{made.hour}时{made.minute:02d}分",
        }
        try:
            await self.sms.send(phone, TEMPLATE, said, out_id=f"{OUT_ID}{alert_id}")
        except Refused:
            return
        except Unknown:
            pass  # it may have gone out: once is enough
        async with self.atomic():
            await self.alerts.mark_told(alert_id, self.now())

    async def _number(self, person: PartyId) -> Phone | None:
        """None that a clerk heard to be somebody else's."""
        numbers = await self.phones.of(person)
        bad = await self.bad_numbers.among(list(numbers))
        return next((one for one in numbers if one not in bad), None)
