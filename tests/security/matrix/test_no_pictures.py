"""No picture of a face lies in any table (FA-4): not as it is, not written out, whoever sends one along."""

import base64
import re

import pytest

from tests.http.caller import BY_NAME
from tests.security.matrix.rewind import END
from tests.security.matrix.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="package")

JPEG, PNG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
# at the start of a value, as the database writes bytes; or written out as text, anywhere
PICTURE = re.compile(rb"\\\\x(ffd8ff|89504e470d0a1a0a)|/9j/4AAQ|iVBORw0KGgo|data:image/", re.IGNORECASE)


async def pictures(scene: Scene) -> set[str]:
    """The tables in which one is found, as they are now."""
    rows = {name: await scene.rewind.rows_of(name) for name in scene.rewind.moments[END]}
    return {name for name, told in rows.items() if PICTURE.search(told)}


async def test_no_table_holds_a_picture(scene: Scene) -> None:
    assert await pictures(scene) == set()


@pytest.mark.parametrize("picture", [JPEG, PNG], ids=["JPEG", "PNG"])
async def test_a_picture_sent_along_is_kept_nowhere(scene: Scene, picture: bytes) -> None:
    written = base64.b64encode(picture).decode()
    doorbell, finish = BY_NAME["receive_face_doorbell"], BY_NAME["finish_identity_check"]
    body = scene.cast.body(finish)["json"]

    rung = await scene.town.caller.http.get(scene.cast.path(doorbell), params={"faceImage": written})
    sent = await scene.town.caller.send(
        "POST", scene.cast.path(finish), json={**body, "pictureUrl": f"data:image/jpeg;base64,{written}"}
    )

    assert not rung.is_server_error
    assert (sent.status, sent.code) == (422, "malformed-body")
    assert await pictures(scene) == set()


@pytest.mark.parametrize("picture", [JPEG, PNG], ids=["JPEG", "PNG"])
async def test_whoever_kept_one_would_be_found(scene: Scene, picture: bytes) -> None:
    await scene.rewind.books.execute(
        "UPDATE kept_answers SET sealed = %s WHERE id = (SELECT min(id::text)::uuid FROM kept_answers)",
        [picture],
    )

    assert await pictures(scene) == {"kept_answers"}
