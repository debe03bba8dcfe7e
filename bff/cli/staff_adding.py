"""Adding somebody of the office: its own parts and the catalogue in use; no vendor is asked."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.catalogue.live import LiveCatalogue
from bff import logs
from bff.compose.fresh import kept_fresh
from bff.compose.item_versions import item_version_desk
from bff.compose.now import now
from bff.compose.open_core import open_core
from bff.compose.servers import servers
from bff.compose.shipped import catalogue
from bff.compose.staff import adding_staff
from bff.settings import Settings
from domain.staff.account import LoginTaken, Role, body_problems, role_problems
from domain.usecases.add_staff import AddStaff

LOGIN = re.compile("[a-z][a-z0-9-]{1,31}")


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[AddStaff]:
    logs.configure("warning", process="command")
    with servers(settings) as where:
        async with open_core(settings, where.database_url) as own:
            served = LiveCatalogue(catalogue(), now)
            versions = item_version_desk(
                own.core, served, lambda: None, bench=None, in_sandbox=not settings.is_production
            )
            async with kept_fresh(versions):
                yield adding_staff(own.core, served)


async def add_staff(
    settings: Settings, login: str, name: str, roles: list[str], bodies: list[str] | None = None
) -> str:
    """Raises ValueError: no such role or body, roles that must be apart, a login that is taken."""
    wanted = frozenset(Role(role) for role in roles)
    if not LOGIN.fullmatch(login):
        raise ValueError(f"{login}: a login is 2 to 32 small letters, digits and hyphens, a letter first")
    if problems := [title for _, title in role_problems(wanted)]:
        raise ValueError("；".join(problems))
    async with _opened(settings) as add:
        of_bodies = frozenset(bodies) if bodies else None
        known = add.bodies()
        if problems := [title for _, title in body_problems(wanted, of_bodies, known)]:
            raise ValueError("；".join(problems))
        try:
            account, key = await add(login, name, wanted, of_bodies)
        except LoginTaken as refused:
            raise ValueError(f"{login}: {refused.title}") from None
    of = "".join(f", {known[code]}" for code in sorted(account.bodies or ()))
    return f"{account.login} ({', '.join(sorted(account.roles))}{of}), activation key shown once: {key}"


async def staff_bodies(settings: Settings) -> list[str]:
    """One line a body whose work somebody may be given: code and name."""
    async with _opened(settings) as add:
        return [f"{code} {name}" for code, name in add.bodies().items()]
