"""Each vendor of the sandbox town, put together with what it needs to know of the city and the office."""

from collections.abc import Callable, Mapping
from functools import partial

from aiohttp import web

from adapters.sandbox import (
    approval,
    bank_elements,
    department,
    e_licence,
    enterprise_register,
    licence_bank,
    network_identity,
    population_register,
    rating,
    regulator,
    social_register,
    town_couriers,
    town_faces,
    town_pushing,
    town_texts,
    town_wechat,
    unified_identity,
)
from adapters.sandbox.approval_office import Office, TaskKind
from adapters.sandbox.department import DepartmentSandbox
from adapters.sandbox.kit_books import Books
from adapters.sandbox.kit_public import Credentials
from adapters.sandbox.regulator import RegulatorSandbox
from adapters.sandbox.town_accounts import (
    ACCOUNTS,
    BANK_TOKEN,
    DEPARTMENT_KEYS,
    INSTANT_DOCUMENT,
    PUSH,
    REGULATOR,
    Account,
)
from adapters.sandbox.town_around import Surroundings

RENEWS, FILES, INSTANT = ("818", "901", "902", "903", "990"), ("819",), ("801", "810")
ABOUT_PEOPLE: Mapping[str, Callable[..., web.Application]] = {
    "population_register": population_register.create_app,
    "bank_elements": bank_elements.create_app,
    "network_identity": network_identity.create_app,
}


def create(name: str, books: Books, around: Surroundings) -> web.Application:
    """The vendor of that name on its books."""
    return _MAKERS[name](books, around)


def _us(name: str) -> Credentials:
    return _credentials(ACCOUNTS[name])


def _credentials(account: Account) -> Credentials:
    return Credentials(account.account, account.secret.encode())


def _approval(books: Books, around: Surroundings) -> web.Application:
    people = around.city
    office = Office(
        bodies={body.uscc: body.name for body in people.bodies},
        push_url=around.callbacks.pushes,
        push_as=_credentials(PUSH),
        licence_types=people.licence_types,
        kinds={task.code: _kind(task.code[-3:]) for task in people.tasks},
        authorisations={task.code: INSTANT_DOCUMENT for task in people.tasks if task.code.endswith(INSTANT)},
        denials=people.denials,
        licence_bank=around.url("licence_bank"),
        register=around.url("social_register"),
        tempo_seconds=around.tempo_seconds,
    )
    return approval.create_app(books, caller=_us("approval"), office=office, now=around.now)


def _kind(serial: str) -> TaskKind:
    if serial in RENEWS:
        return "renew"
    return "filing" if serial in FILES else "change"


def _social_register(books: Books, around: Surroundings) -> web.Application:
    return social_register.create_app(
        books, caller=_us("social_register"), organisations=around.city.organisations, now=around.now
    )


def _enterprise_register(books: Books, around: Surroundings) -> web.Application:
    return enterprise_register.create_app(
        books, caller=_us("enterprise_register"), enterprises=around.city.enterprises, now=around.now
    )


def _about_people(name: str, books: Books, around: Surroundings) -> web.Application:
    """A house that is asked about the city's people, by whatever they show."""
    return ABOUT_PEOPLE[name](books, caller=_us(name), people=around.city.people, now=around.now)


def _licence_bank(books: Books, around: Surroundings) -> web.Application:
    return licence_bank.create_app(
        books,
        caller=_us("licence_bank"),
        access_id=ACCOUNTS["licence_bank"].account,
        access_token=BANK_TOKEN,
        organisations=around.city.organisations,
        held=around.city.held,
        now=around.now,
    )


def _rating(books: Books, around: Surroundings) -> web.Application:
    return rating.create_app(books, caller=_us("rating"), now=around.now)


def _regulator(books: Books, around: Surroundings) -> web.Application:
    config = RegulatorSandbox(
        own=_credentials(REGULATOR), gaps_url=f"{around.callbacks.office}/v1/callbacks/regulator/gaps"
    )
    return regulator.create_app(books, caller=_us("regulator"), config=config, now=around.now)


def _department(books: Books, around: Surroundings) -> web.Application:
    config = DepartmentSandbox(
        construction=_credentials(DEPARTMENT_KEYS["construction"]),
        national=_credentials(DEPARTMENT_KEYS["national"]),
        own=_credentials(DEPARTMENT_KEYS["construction-bureau"]),
        office_url=around.callbacks.office,
    )
    return department.create_app(books, config=config, now=around.now)


def _unified_identity(books: Books, around: Surroundings) -> web.Application:
    return unified_identity.create_app(
        books,
        caller=_us("unified_identity"),
        people=around.city.people,
        back=around.callbacks.office,
        now=around.now,
    )


def _e_licence(books: Books, around: Surroundings) -> web.Application:
    return e_licence.create_app(
        books,
        caller=_us("e_licence"),
        enterprises=around.city.enterprises,
        back=around.callbacks.office,
        now=around.now,
    )


_MAKERS: Mapping[str, Callable[[Books, Surroundings], web.Application]] = {
    **town_texts.MAKERS,
    **town_faces.MAKERS,
    **town_couriers.MAKERS,
    **town_pushing.MAKERS,
    "approval": _approval,
    "social_register": _social_register,
    "enterprise_register": _enterprise_register,
    **{name: partial(_about_people, name) for name in ABOUT_PEOPLE},
    "licence_bank": _licence_bank,
    "rating": _rating,
    **town_wechat.MAKERS,
    "department": _department,
    "regulator": _regulator,
    "unified_identity": _unified_identity,
    "e_licence": _e_licence,
}
