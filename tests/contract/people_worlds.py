"""A browser at another house's page: where it is sent back to, and with what."""

from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from adapters.people.sign_in_page import SignInPage
from adapters.sandbox.kit import Running
from domain.identity.outside_sign_in import Ticket
from tests.contract.stand import CALLER
from tests.sandbox.conftest import Hand

SITE = "https://palm.test"
BACK = f"{SITE}/?way=here#/signed-in"
STATE = "state-of-one-browser-0000000001"


class SentBack(NamedTuple):
    status: int
    site: str
    fragment: str
    query: dict[str, str]

    @property
    def ticket(self) -> Ticket:
        return Ticket(self.query["ticket"])


def page_of(vendor: Running, path: str, *, back: str = BACK, app_id: str = CALLER.app_id) -> SignInPage:
    return SignInPage(vendor.url, path, app_id, back)


async def look(hand: Hand, url: str) -> tuple[int, str]:
    async with hand.http.get(url) as answer:
        return answer.status, await answer.text()


async def tap(hand: Hand, url: str, who: str, choice: str = "agree") -> SentBack:
    """The form on the page at this address, sent as a browser would."""
    parts = urlsplit(url)
    form = {**dict(parse_qsl(parts.query)), "who": who, "choice": choice}
    target = f"{parts.scheme}://{parts.netloc}{parts.path}"
    async with hand.http.post(target, data=form, allow_redirects=False) as answer:
        to = urlsplit(answer.headers.get("Location", ""))
        return SentBack(answer.status, f"{to.scheme}://{to.netloc}", to.fragment, dict(parse_qsl(to.query)))
