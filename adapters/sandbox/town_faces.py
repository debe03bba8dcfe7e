"""Both face vendors of the sandbox town, and what the office's settings say of them."""

from collections.abc import Callable, Mapping

from aiohttp import web

from adapters.sandbox import aliyun_face, tencent_face
from adapters.sandbox.aliyun_face import FaceSandbox
from adapters.sandbox.aliyun_face_book import Resident
from adapters.sandbox.kit_books import Books
from adapters.sandbox.tencent_face import FaceIdSandbox
from adapters.sandbox.tencent_face_book import Citizen
from adapters.sandbox.town_accounts import ACCOUNTS, FACE_SCENE
from adapters.sandbox.town_around import Surroundings

RULE = "9001"
SETTINGS: Mapping[str, str] = {
    "PALM_FACE_SCENE": FACE_SCENE,
    "PALM_FACE_VENDORS": "aliyun,tencent",
    "PALM_FACE_TENCENT_RULE": RULE,
}


def _aliyun(books: Books, around: Surroundings) -> web.Application:
    account = ACCOUNTS["face"]
    config = FaceSandbox(
        secrets={account.account: account.secret},
        scenes=frozenset({FACE_SCENE}),
        residents=[Resident(person.name, person.id_number) for person in around.city.people],
        tries_a_day=50,
        check_callback=False,
        strict=True,
    )
    return aliyun_face.create_app(books, config=config, now=around.now)


def _tencent(books: Books, around: Surroundings) -> web.Application:
    account = ACCOUNTS["face_tencent"]
    config = FaceIdSandbox(
        secrets={account.account: account.secret},
        rules=frozenset({RULE}),
        citizens=[Citizen(person.name, person.id_number) for person in around.city.people],
    )
    return tencent_face.create_app(books, config=config, now=around.now)


MAKERS: Mapping[str, Callable[[Books, Surroundings], web.Application]] = {
    "face": _aliyun,
    "face_tencent": _tencent,
}
