"""Every vendor's adapter, against the vendor's emulator, keeps its port's contract; and the kit is whole."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import adapters.conformance
import bff.compose
from adapters.conformance.kits import KITS
from adapters.conformance.picture import drawn
from adapters.conformance.run import Verdict, run_check
from adapters.conformance.stage import Ground
from adapters.conformance.suite import Check, Part
from adapters.conformance.vendor import VendorKit

Kit = VendorKit[Any]
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
    named = set(_imports(Path(bff.compose.__path__[0]))) - NOT_A_VENDOR
    checked = set(_imports(Path(adapters.conformance.__path__[0])))

    assert named, "compose names no vendor: this test looks at nothing"
    assert named - checked == set()


def _imports(folder: Path) -> Iterator[str]:
    """The vendors' modules that anything below `folder` imports."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                parts = node.module.split(".")
                if parts[0] == "adapters" and parts[1] in FAMILIES:
                    if len(parts) > 2:
                        yield node.module
                    else:
                        yield from (f"{node.module}.{name.name}" for name in node.names)
