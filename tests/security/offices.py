"""Colleagues who work on the cases of certain bodies alone (所辖机关)."""

from domain.staff.account import Role
from tests.architecture.contract_document import Operation, parameters
from tests.http.town import LONG, Town
from tests.support.staff import activated, stay_on_duty

OTHER = "other office"
PINGDU = "11370283MB9990020A"  # issues, and has nothing in hand here
WORKERS = (Role.CLERK, Role.CHIEF)
# what stands in an address and is of no body: accounts, one's own sessions, what holds for everybody
OF_NO_BODY = {"versionId", "itemCode", "file", "queue"}


async def colleague(town: Town, role: Role, login: str, *bodies: str) -> str:
    """The token of one who was added for these bodies, enrolled and signed in."""
    desk = town.office.staff
    account, key = await desk.add_staff(login, f"同事{login}", frozenset({role}), frozenset(bodies))
    token = (await activated(desk, town.clock, account, key, address=login)).token
    await stay_on_duty(town.clock() + LONG)
    return token


async def other_office(town: Town, mark: str = "o") -> dict[Role, str]:
    """A clerk and a chief as those of the office, of a body whose nothing here is."""
    return {role: await colleague(town, role, f"{role}-{mark}", PINGDU) for role in WORKERS}


def their_admission(operation: Operation, admitted: set[str]) -> set[str]:
    """Who of another office gets in where these do: nowhere by an id, nor to what is for every body."""
    named = {parameter["name"] for parameter in parameters(operation) if parameter["in"] == "path"}
    if named - OF_NO_BODY or operation.told.get("x-every-body"):
        return set()
    return {f"{OTHER} {role}" for role in WORKERS if f"staff {role}" in admitted}


def their_refusal(operation: Operation, who: str) -> tuple[int, str]:
    """Status and problem: by the role first, as of anybody; then what is of another body is not there."""
    role = who.removeprefix(f"{OTHER} ")
    if role not in operation.told["x-roles"] or operation.told.get("x-every-body"):
        return 403, "role-missing"
    return 404, "not-found"
