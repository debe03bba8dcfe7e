"""Every vendor's adapter, against the vendor's emulator, keeps its port's contract; and the kit is whole."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import bff.compose
from adapters.conformance.kits import KITS
from adapters.conformance.picture import drawn
from adapters.conformance.run import Verdict, run_check
from adapters.conformance.stage import Ground
from adapters.conformance.suite import Check, Part
from adapters.conformance.vendor import VendorKit

Kit = VendorKit[Any]
ROOT = Path(__file__).parents[2]
VENDORS = [pytest.param(kit, id=f"{kind}-{kit.name}") for kind, kits in KITS.items() for kit in kits]
CHECKS = [
    pytest.param(kit, check, id=f"{kind}-{kit.name}-{check.name}")
    for kind, kits in KITS.items()
    for kit in kits
    for check in kit.checks
]
# what stands in these folders and is no vendor: it is handed a vendor's port, or says what ours says
NOT_A_VENDOR = {
    *("adapters.courier.routed", "adapters.gateway.plan_file", "adapters.sms.code_texts"),
    "adapters.sms.routed",
}
FAMILIES = {
    *("approval", "courier", "face", "gateway", "licences", "people", "proofs", "push"),
    *("ratings", "registry", "regulator", "sms", "wechat"),
}


@pytest.mark.parametrize(("kit", "check"), CHECKS)
async def test_a_vendor_keeps_the_contract_of_its_port(kit: Kit, check: Check[Any]) -> None:
    result = await run_check(kit, check, Ground(kit.account))

    assert result.verdict is Verdict.KEPT, "\n".join(["", *drawn(result, kit.name)])


@pytest.mark.parametrize("kit", VENDORS)
async def test_one_changed_character_of_the_secret_is_found(kit: Kit) -> None:
    happy = [check for check in kit.checks if check.part is Part.HAPPY]

    results = [await run_check(kit, check, Ground(kit.account, wrong=kit.secret)) for check in happy[:3]]

    assert Verdict.BROKEN in {result.verdict for result in results}


@pytest.mark.parametrize("kit", VENDORS)
def test_a_kit_has_each_part_or_says_why_not(kit: Kit) -> None:
    parts = {check.part for check in kit.checks}
    excused = dict(kit.suite.without) | (dict(kit.own.without) if kit.own else {})

    assert parts | set(excused) == set(Part)
    assert not parts & set(excused)
    assert all(excused.values())


@pytest.mark.parametrize("kit", VENDORS)
def test_a_kit_knows_its_secret_and_its_documentation(kit: Kit) -> None:
    documents = Path(__file__).parents[2] / "docs" / "vendors"
    told = "\n".join(path.read_text(encoding="utf-8") for path in documents.glob("*.md"))

    assert kit.account[kit.secret]
    assert kit.name in told


def test_every_vendor_that_compose_names_has_its_kit() -> None:
    named = {one for path in Path(bff.compose.__path__[0]).rglob("*.py") for one in _vendors(path)}
    opened = {kit.open.__module__ for kits in KITS.values() for kit in kits}
    checked = {one for module in _below(opened) for one in _vendors(_file(module))}

    assert len(named) > 20, "compose names hardly any vendor: this test looks at nothing"
    assert named - NOT_A_VENDOR - checked == set()


def _below(modules: set[str]) -> set[str]:
    """These modules of the kit, and those of the kit that they stand on."""
    found, fresh = set[str](), set(modules)
    while fresh:
        found |= fresh
        told = {one for module in fresh for one in _imports(_file(module))}
        fresh = {one for one in told if one.startswith("adapters.conformance.")} - found
    return found


def _file(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"


def _vendors(path: Path) -> Iterator[str]:
    yield from (one for one in _imports(path) if one.split(".")[1:2] and one.split(".")[1] in FAMILIES)


def _imports(path: Path) -> Iterator[str]:
    """The modules of `adapters` that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("adapters."):
            names = (f"{node.module}.{name.name}" for name in node.names)
            modules = [name for name in names if _file(name).exists()]
            yield from modules or [node.module]
