"""The gateway's plan (代理路由表) out of one TOML file and the secrets beside it: all right, or no start."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from adapters.catalogue.shape import Problem, Shape
from adapters.gateway.checks import check_plan
from adapters.gateway.keys import KeyPair
from domain.gateway.plan import GatewayPlan

SECRETS = "PALM_GATEWAY_SECRETS"
SHORTEST_SECRET = 16


class GatewayProblems(ValueError):
    """For operators: all that is wrong, one line each, and never a secret."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def load_plan(
    file: Path | None, secrets: Mapping[str, str], *, loopback: bool
) -> tuple[GatewayPlan, Mapping[str, KeyPair]]:
    """`secrets`: name → «access key:secret»; no file, no gateway. `loopback`: http to here is allowed.

    Raises GatewayProblems.
    """
    if file is None:
        return GatewayPlan(), {}
    shape = Shape(file.name)
    plan = _read(shape, file)
    keys, wrong = _keys(secrets, loopback=loopback)
    problems = [*shape.problems, *wrong]
    if plan is not None:
        problems += [Problem(file.name, key, what) for key, what in check_plan(plan, loopback=loopback)]
        problems += _unmatched(file.name, plan, keys)
    if problems or plan is None:
        raise GatewayProblems(problems)
    return plan, keys


def _read(shape: Shape, file: Path) -> GatewayPlan | None:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as broken:
        shape.note("file", f"is not TOML: {broken}")
        return None
    return shape.read(GatewayPlan, table)


def _keys(secrets: Mapping[str, str], *, loopback: bool) -> tuple[dict[str, KeyPair], list[Problem]]:
    keys: dict[str, KeyPair] = {}
    problems: list[Problem] = []
    for name, pair in secrets.items():
        account, colon, secret = pair.partition(":")
        if not (account and colon and secret):
            problems.append(Problem(SECRETS, name, "say name=key:secret"))
        elif len(secret) < SHORTEST_SECRET and not loopback:
            problems.append(Problem(SECRETS, name, f"is shorter than {SHORTEST_SECRET} characters"))
        keys[name] = KeyPair(account, secret.encode())
    return keys, problems


def _unmatched(file: str, plan: GatewayPlan, keys: Mapping[str, KeyPair]) -> list[Problem]:
    """Every back-end and department has its pair, and every pair its owner."""
    names = {back_end.name: "back_ends" for back_end in plan.back_ends} | {
        department.name: "departments" for department in plan.departments
    }
    missing = [
        Problem(file, f"{table}.{name}", f"has no entry in {SECRETS}")
        for name, table in names.items()
        if name not in keys
    ]
    strays = [
        Problem(SECRETS, name, "names no back-end and no department") for name in keys if name not in names
    ]
    return missing + strays
