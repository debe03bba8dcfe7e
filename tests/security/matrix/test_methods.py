"""A method that an address does not have does nothing there: 405, and what is allowed instead."""

from collections import defaultdict

import httpx
import pytest

from tests.architecture.contract_document import HEADED, OPERATIONS
from tests.http.caller import operation_of
from tests.security.matrix.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="package")

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "INVENTED")
ALLOWED: defaultdict[str, set[str]] = defaultdict(set)
for _one in OPERATIONS:
    ALLOWED[_one.path] |= {_one.method.upper()} | ({"HEAD"} if _one.name in HEADED else set())


async def sent(scene: Scene, method: str, path: str, token: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}", "Acting-For": scene.cast.school, "Idempotency-Key": "x"}
    return await scene.town.caller.http.request(method, path, headers=headers, json={})


@pytest.mark.parametrize("method", METHODS)
async def test_a_method_that_stands_in_no_contract_is_refused_everywhere(scene: Scene, method: str) -> None:
    tokens = {"person": scene.cast.jia.token, "enterprise": scene.cast.mini["甲"]}
    clerk = scene.cast.tokens()["staff clerk"][0]
    asked, wrong = 0, {}
    for path, first in {one.path: one for one in OPERATIONS}.items():
        if method in ALLOWED[path]:
            continue
        address = scene.cast.path(first)
        if operation_of(method, address):  # another pattern of the contract has it
            continue
        asked += 1
        answer = await sent(scene, method, address, tokens.get(first.told["x-audience"], clerk))
        if answer.status_code != httpx.codes.METHOD_NOT_ALLOWED or not told_what_is_allowed(answer, path):
            wrong[path] = answer.status_code, answer.headers.get("allow")

    assert asked > 0
    assert wrong == {}
    assert await scene.rewind.written() == set()


def told_what_is_allowed(answer: httpx.Response, path: str) -> bool:
    allowed = {one.strip() for one in answer.headers.get("allow", "").split(",")}
    return allowed == ALLOWED[path] and (
        answer.request.method == "HEAD" or "method-not-allowed" in answer.text
    )
