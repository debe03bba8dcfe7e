"""Bad weather for the crash drill, by a seed: vendors fail, callbacks come twice or backwards, we die."""

import json
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from bff.cli.demo.stage import Stage

LONGEST_SECONDS = 0.6
# only what is settled within the minutes of a drill: a text of unknown fate is asked after ten minutes later
BEFORE_THE_EFFECT = ("throttle",)
AFTER_THE_EFFECT = ("reset_after", "malformed_json", "slow")
FAULTS: Mapping[str, Sequence[str]] = {
    "sms": (*BEFORE_THE_EFFECT, *AFTER_THE_EFFECT),
    "courier": (*BEFORE_THE_EFFECT, *AFTER_THE_EFFECT, "500", "reset_before"),
    "approval": (*BEFORE_THE_EFFECT, *AFTER_THE_EFFECT, "500", "reset_before", "html"),
    "rating": (*BEFORE_THE_EFFECT, "500", "reset_before"),
}
TOLD_BY = ("sms", "courier", "approval")


@dataclass
class Weather:
    """The same seed brings the same weather. `told`: all of it, for whoever looks for what went wrong."""

    seed: int
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chance = Random(self.seed)  # noqa: S311 - weather, not secrets

    def strike(self, stage: Stage) -> float:
        """Put faults in the vendors' way; in how many seconds somebody dies."""
        for vendor in self._chance.sample(sorted(FAULTS), self._chance.randint(1, 3)):
            mode = self._chance.choice(FAULTS[vendor])
            _lever(stage, vendor, "/__mode", {"mode": mode, "times": 1, "seconds": 1.0})
            self.told.append(f"{vendor}: {mode}")
        for vendor in TOLD_BY:
            twice, backwards = self._chance.random() < 0.5, self._chance.random() < 0.5  # noqa: PLR2004 - a coin
            _lever(stage, vendor, "/__callbacks", {"duplicate": twice, "reorder": backwards})
        return self._chance.uniform(0.0, LONGEST_SECONDS)

    def victims(self) -> tuple[str, ...]:
        return self._chance.choice([("worker",), ("serve",), ("worker", "serve")])

    def clear(self, stage: Stage) -> None:
        for vendor in FAULTS:
            _lever(stage, vendor, "/__mode", {"mode": "ok"})
        for vendor in TOLD_BY:
            _lever(stage, vendor, "/__callbacks", {"duplicate": False, "reorder": False})


def _lever(stage: Stage, vendor: str, path: str, body: Mapping[str, object]) -> None:
    request = urllib.request.Request(  # noqa: S310 - loopback
        f"{stage.ports.vendor(vendor)}{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request):  # noqa: S310 - likewise
        pass
