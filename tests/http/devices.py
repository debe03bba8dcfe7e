"""Browsers that keep the cookie that names them, where a test needs one device told from another."""

from domain.kernel.personal import DocumentNumber, PersonName
from tests.http.hand import Hand
from tests.http.town import Town
from tests.usecases.case_world import JIA

CHECKS = "/v1/citizen/identity-checks"
OWN, ANOTHER = "own-phone-".ljust(43, "0"), "another-phone-".ljust(43, "0")


async def on_device(
    town: Town,
    secret: str,
    who: tuple[PersonName, DocumentNumber] = JIA,
    *,
    token: str = "",
    party: str = "",
    **more: str,
) -> Hand:
    """Signed in by face on that device: with `token`, the face once more where they are signed in."""
    headers = {"Cookie": f"palm_device={secret}"}
    opened = await town.caller.expect(
        201, "POST", CHECKS, json={**town.applicant(who), **more}, token=token, headers=headers
    )
    town.face.finish(next(reversed(town.face.checks)))
    check = opened["identityCheckId"]
    found = {"resumeToken": opened["resumeToken"], "ticket": town.face.sent_back()[check]}
    told = await town.caller.send("POST", f"{CHECKS}/{check}/result", json=found, headers=headers, key="")
    return Hand(town.caller, told.body["session"]["accessToken"], "", party)
