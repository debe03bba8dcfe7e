"""A browser that leaves for another house and comes back: it keeps its device's cookie, and no other."""

from dataclasses import dataclass
from typing import Any

from domain.identity.outside_sign_in import LicenceHolder, Subject
from tests.fakes.people import state_in
from tests.http.caller import Answer
from tests.http.test_sessions import cookies
from tests.http.town import Town

UNIFIED, LICENCE = "/v1/citizen/sign-ins/unified-identity", "/v1/citizen/sign-ins/business-licence"
AGENT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.40"


def subject(who: Any) -> Subject:
    name, number = who
    return Subject(name, number, is_person=True, is_real_name=True)


@dataclass
class Browser:
    town: Town
    device: str = ""

    async def leave(self, house: str = UNIFIED, **headers: str) -> str:
        """The address of the other house's page."""
        begun = await self.begin(house, **headers)
        assert begun.status == 201, begun.body
        self.device = self.device or f"palm_device={cookies(begun)['palm_device']}"
        return str(begun.body["url"])

    async def begin(self, house: str = UNIFIED, **headers: str) -> Answer:
        return await self.town.caller.send(
            "POST", f"{house}/begin", headers={**self._headers(), **headers}, key=""
        )

    async def come_back(self, url: str, ticket: str, *, house: str = UNIFIED, **more: str) -> Answer:
        return await self.show({"ticket": ticket, "state": state_in(url), **more}, house=house)

    async def show(self, body: dict[str, str], *, house: str = UNIFIED) -> Answer:
        return await self.town.caller.send("POST", house, json=body, headers=self._headers(), key="")

    async def sign_in(self, who: Any, **more: str) -> Answer:
        """At the unified identity."""
        url = await self.leave()
        ticket = self.town.unified_identity.agree(url, subject(who))
        return await self.come_back(url, ticket.reveal(), **more)

    async def sign_in_with(self, holder: LicenceHolder) -> Answer:
        """By the business licence on the phone."""
        url = await self.leave(LICENCE)
        ticket = self.town.e_licence.agree(url, holder)
        return await self.come_back(url, ticket.reveal(), house=LICENCE)

    def _headers(self) -> dict[str, str]:
        return {"User-Agent": AGENT, **({"Cookie": self.device} if self.device else {})}


async def signed_in_outside(town: Town, who: Any) -> Answer:
    return await Browser(town).sign_in(who)
