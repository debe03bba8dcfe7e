"""A browser at another house's page (登录页): what is shown there, and where it is sent back to with what."""

from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from adapters.conformance.stage import Stage
from adapters.people.sign_in_page import SignInPage
from domain.identity.outside_sign_in import Ticket

SITE = "https://palm.test"
BACK = f"{SITE}/?way=here#/signed-in"


class SentBack(NamedTuple):
    status: int
    site: str
    fragment: str
    query: dict[str, str]

    @property
    def ticket(self) -> Ticket:
        return Ticket(self.query["ticket"])


def page_of(stage: Stage, path: str, *, back: str = BACK, app_id: str = "") -> SignInPage:
    return SignInPage(stage.url, path, app_id or stage.given("app_id"), back)


async def look(stage: Stage, url: str) -> tuple[int, str]:
    async with stage.hand.get(url) as answer:
        return answer.status, await answer.text()


async def tap(stage: Stage, url: str, who: str, choice: str = "agree") -> SentBack:
    """The form on the page at this address, sent as a browser would."""
    parts = urlsplit(url)
    form = {**dict(parse_qsl(parts.query)), "who": who, "choice": choice}
    target = f"{parts.scheme}://{parts.netloc}{parts.path}"
    async with stage.hand.post(target, data=form, allow_redirects=False) as answer:
        to = urlsplit(answer.headers.get("Location", ""))
        return SentBack(answer.status, f"{to.scheme}://{to.netloc}", to.fragment, dict(parse_qsl(to.query)))
