"""Whoever only looks changes nothing (LK-3): previews, scanners and robots, by GET and HEAD."""

import httpx
import pytest

from tests.architecture.contract_document import HEADED, OPERATIONS
from tests.security.matrix.scene import Scene, shared

pytestmark = pytest.mark.asyncio(loop_scope="package")

LOOKERS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) MicroMessenger/8.0.49(0x1800312b)",
    "Mozilla/5.0 (compatible; Baiduspider-render/2.0; +http://www.baidu.com/search/spider.html)",
    "Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com)",
    "WeChatLinkPreview/1.0",
    "Mozilla/5.0 (Windows NT 10.0) 360Safe-URLCheck",
    "Microsoft Office/16.0 SafeLinks",
    "Googlebot/2.1 (+http://www.google.com/bot.html)",
    "WhatsApp/2.23.20 A",
    "curl/8.5.0",
    "",
)
GETS = [one for one in OPERATIONS if one.method == "get"]
# what a register or the bank said is kept for a while
CACHES = {"register_answers", "authorities", "parties", "licences", "wallets"}
# who looked at whose data is noted, and that is meant to be
NOTED = {"data_exports", "data_accesses", "ledger_entries", "ledger_chains", "ledger_heads"}
# with a token, and a face of just now: whoever fetches the copy of their data is in the ledger
FETCHED = "fetch_data_export"


async def test_a_preview_of_what_anybody_may_open_does_nothing_and_neither_does_its_second(
    scene: Scene,
) -> None:
    code = scene.town.code
    public = [scene.cast.path(one) for one in GETS if one.told["x-audience"] == "public"]

    for path in [*public, f"/?code={code}", f"/{code}", f"/v1/sms/messages/check?code={code}"]:
        for agent in LOOKERS * 2:
            for method in ("GET", "HEAD"):
                scene.rewind.limits.tries.clear()
                headers = {"User-Agent": agent, "Purpose": "prefetch"}
                answer = await scene.town.caller.http.request(method, path, headers=headers)
                assert not answer.is_server_error, path

    assert await scene.rewind.written() == set()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_to_read_changes_nothing_but_the_note_of_who_read(scene: Scene, method: str) -> None:
    changed: dict[str, set[str]] = {}
    clerk, audit = (scene.cast.tokens()[f"staff {role}"][0] for role in ("clerk", "audit"))
    for operation in GETS:
        token = scene.cast.owner(operation)
        is_staffs = operation.told["x-audience"] == "staff"
        is_noted = is_staffs or shared(operation) == FETCHED
        for key in (clerk, audit) if is_staffs else (token,):
            headers = {"Authorization": f"Bearer {key}", "Acting-For": scene.cast.school}
            path = scene.cast.path(operation)
            answer = await scene.town.caller.http.request(method, path, headers=headers)
            is_refused = answer.status_code == httpx.codes.METHOD_NOT_ALLOWED
            assert is_refused is (method == "HEAD" and operation.name not in HEADED), path
        changed[operation.name] = await scene.rewind.written() - CACHES - (NOTED if is_noted else set())

    assert {name: tables for name, tables in changed.items() if tables} == {}
