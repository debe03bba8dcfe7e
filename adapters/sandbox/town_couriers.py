"""The couriers' vendors of the sandbox town, and what the office's settings say of them."""

from collections.abc import Callable, Mapping

from aiohttp import web

from adapters.sandbox import ems, kuaidi100, sf_express
from adapters.sandbox.ems import EmsSandbox
from adapters.sandbox.kit_books import Books
from adapters.sandbox.kuaidi100 import CourierSandbox
from adapters.sandbox.sf_express import SfSandbox
from adapters.sandbox.town_accounts import ACCOUNTS, COURIER_SECRET, SF_CARD, SF_PATH
from adapters.sandbox.town_around import Surroundings

CUSTOMER = "PALM"
EMS_AUTHORIZATION, EMS_PATH = "sandbox-authorization", "sandbox-secret-path-of-ems"
SETTINGS: Mapping[str, str] = {
    "PALM_COURIER_VENDORS": "kuaidi100,sf,ems",
    "PALM_COURIER_CUSTOMER": CUSTOMER,
    "PALM_COURIER_SECOND_SECRET": COURIER_SECRET,
    "PALM_SF_MONTHLY_CARD": SF_CARD,
    "PALM_SF_CALLBACK_SECRET": SF_PATH,
    "PALM_EMS_AUTHORIZATION": EMS_AUTHORIZATION,
    "PALM_EMS_CALLBACK_SECRET": EMS_PATH,
}


def _kuaidi100(books: Books, around: Surroundings) -> web.Application:
    config = CourierSandbox(
        key=ACCOUNTS["courier"].account,
        customer=CUSTOMER,
        secret=COURIER_SECRET,
        tempo_seconds=around.tempo_seconds,
    )
    return kuaidi100.create_app(books, config=config, now=around.now)


def _sf(books: Books, around: Surroundings) -> web.Application:
    config = SfSandbox(
        partner=ACCOUNTS["sf"].account,
        checkword=ACCOUNTS["sf"].secret,
        monthly_card=SF_CARD,
        push_url=f"{around.callbacks.office}/v1/callbacks/sf/{SF_PATH}/routes",
        tempo_seconds=around.tempo_seconds,
    )
    return sf_express.create_app(books, config=config, now=around.now)


def _ems(books: Books, around: Surroundings) -> web.Application:
    config = EmsSandbox(
        customer=ACCOUNTS["ems"].account,
        authorization=EMS_AUTHORIZATION,
        key=ACCOUNTS["ems"].secret,
        push_url=f"{around.callbacks.office}/v1/callbacks/ems/{EMS_PATH}/tracks",
        tempo_seconds=around.tempo_seconds,
    )
    return ems.create_app(books, config=config, now=around.now)


MAKERS: Mapping[str, Callable[[Books, Surroundings], web.Application]] = {
    "courier": _kuaidi100,
    "sf": _sf,
    "ems": _ems,
}
