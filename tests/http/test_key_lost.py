"""Whoever's data is sealed with a key that is gone is told so; which key, only the operator reads."""

from uuid import UUID

from structlog.testing import capture_logs
from tortoise.connection import get_connection

from adapters.keys.cipher import FieldCipher
from adapters.keys.ring import KeyRing
from tests.http.town import Town
from tests.support.house import rows
from tests.usecases.case_world import YI

HOME = "/v1/citizen/home"


async def test_a_lost_key_is_said_plainly_and_named_in_the_log_alone(town: Town) -> None:
    yi = await town.sign_in(YI)
    gone = FieldCipher(KeyRing.fresh("gone-2019"))
    for row in await rows("parties"):
        name = gone.seal("parties.name", UUID(str(row["id"])), b"x")
        await get_connection("default").execute_query(
            "UPDATE parties SET name = %s WHERE id = %s", [name, row["id"]]
        )

    with capture_logs() as logged:
        answer = await yi.send("GET", HOME)

    assert (answer.status, answer.code) == (500, "key-lost")
    assert "gone-2019" not in answer.raw.text
    assert "parties" not in answer.raw.text
    [event] = [one for one in logged if one["event"] == "key-lost"]
    assert event["what"] == "parties.name: the key ring has no key gone-2019"
    assert event["request_id"] in answer.raw.text
