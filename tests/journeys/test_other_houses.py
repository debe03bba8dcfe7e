"""Signing in at other houses on real parts: their pages, their signed answers, and our page between."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.journeys.town import Town

BING, BING_NUMBER = "丙寅平", "999999198001010038"
STORY = "grain"  # an enterprise nobody else walks with
SIGN_INS = "/v1/citizen/sign-ins"


@dataclass
class Browser:
    """Keeps the cookie of its device, as browsers keep secure ones on loopback too."""

    http: httpx.AsyncClient
    device: str = ""

    async def away_and_back(self, house: str, who: str, choice: str = "agree") -> dict[str, str]:
        """What the other house's page sends back in the address."""
        begun = await self.http.post(f"{SIGN_INS}/{house}/begin", headers=self._cookie())
        assert begun.status_code == 201, begun.text
        self.device = self.device or begun.headers["set-cookie"].partition(";")[0]
        url = urlsplit(begun.json()["url"])
        page = await self.http.get(begun.json()["url"])
        assert (page.status_code, "掌上办" in page.text) == (200, True)
        form = {**dict(parse_qsl(url.query)), "who": who, "choice": choice}
        sent = await self.http.post(f"{url.scheme}://{url.netloc}{url.path}", data=form)
        assert sent.status_code == 303, sent.text
        to = urlsplit(sent.headers["location"])
        assert f"{to.scheme}://{to.netloc}" == str(self.http.base_url).rstrip("/")
        assert (to.path, to.fragment) == ("/", "/signed-in")
        assert (await self.http.get(sent.headers["location"])).status_code == 200
        return dict(parse_qsl(to.query))

    async def enter(self, house: str, back: dict[str, str]) -> httpx.Response:
        body = {name: back[name] for name in ("ticket", "state")}
        return await self.http.post(f"{SIGN_INS}/{house}", json=body, headers=self._cookie())

    def _cookie(self) -> dict[str, str]:
        return {"Cookie": self.device} if self.device else {}


async def test_both_houses_sign_a_person_in_and_an_agent_stands_for_who_allowed_it(town: Town) -> None:
    firm, at = town.theatre.people.enterprise(STORY), town.theatre.stage.ports.url
    await town.lever("unified_identity", "/__account", certNo=BING_NUMBER, name=BING)
    whose = {"uscc": firm.uscc, "idNumber": BING_NUMBER}
    await town.lever("e_licence", "/__authorise", **whose, name=BING)
    async with httpx.AsyncClient(base_url=at, timeout=20, trust_env=False) as http:
        browser = Browser(http)
        assert (await http.get(SIGN_INS)).json()["ways"] == ["unified-identity", "business-licence"]

        no = await browser.away_and_back("unified-identity", f"S-{BING_NUMBER}", choice="refuse")
        assert (no["error"], "ticket" in no) == ("denied", False)
        back = await browser.away_and_back("unified-identity", f"S-{BING_NUMBER}")
        told = await browser.enter("unified-identity", back)
        assert (told.status_code, told.json()["session"]["level"]) == (200, "phone")
        assert (await browser.enter("unified-identity", back)).status_code == 401
        assert await _parties(http, told.json()) == {}

        back = await browser.away_and_back("business-licence", f"{firm.uscc} {BING_NUMBER}")
        agent = await browser.enter("business-licence", back)
        assert agent.status_code == 200, agent.text
        assert await _parties(http, agent.json()) == {firm.name: "受托人"}

    await town.lever("e_licence", "/__end", **whose)
    [mandate] = town.rows("SELECT source, items, state FROM mandates WHERE source = 'e_licence'")
    assert (mandate["source"], mandate["items"], mandate["state"]) == ("e_licence", [], "given")


async def _parties(http: httpx.AsyncClient, told: Any) -> dict[str, str]:
    """Organisations the person may act for, each with the capacity."""
    token = told["session"]["accessToken"]
    home = (await http.get("/v1/citizen/home", headers={"Authorization": f"Bearer {token}"})).json()
    return {one["name"]: one["capacity"] for one in home["parties"] if one["partyId"] != home["actingFor"]}
