"""Our rows beside the emulators' books (对账) after every process died: every difference is a line."""

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bff.cli.demo.mini_program import MiniProgram
from bff.cli.demo.stage import Stage
from bff.cli.demo.walk import Walk
from domain.kernel.ids import short

SOON = "status = 'doing' OR status = 'todo' AND coalesce(scheduled_at, now()) < now() + interval '20 seconds'"
Claim = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Database:
    stage: Stage

    def rows(self, query: str) -> list[dict[str, Any]]:
        with psycopg.connect(self.stage.runtime_url, row_factory=dict_row) as connection:
            return connection.execute(query.encode()).fetchall()

    def count(self, table: str, where: str) -> int:
        return int(self.rows(f"SELECT count(*) AS n FROM {table} WHERE {where}")[0]["n"])  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Books:
    """One journey was walked on this stage, and nobody else's."""

    stage: Stage
    case_count: int

    def differences(self, journeys_own: Iterator[Claim]) -> list[str]:
        return [line for line, is_so in (*self._everybodys(), *journeys_own) if not is_so]

    def one_certificate(self, walk: Walk) -> Iterator[Claim]:
        """A paper certificate: one text message, a parcel there and one back."""
        told = self._texts(walk)
        yield f"one text message, not {told}", told == 1
        ours = Database(self.stage)
        orders = {one["third_order_id"]: one["order_id"] for one in self._orders()}
        placed, shipments = len(self._orders()), ours.rows("SELECT * FROM shipments")
        yield f"two courier orders, there and back, not {placed}", placed == len(("collect", "deliver"))
        yield "their order numbers are ours", orders == {s["order_no"]: s["order_id"] for s in shipments}

    def bundle(self, phone: MiniProgram) -> Iterator[Claim]:
        """Electronic only: one message in WeChat and none by text, one face, and nothing on the road."""
        sent = [one for one in self._book("wechat")["messages"] if one["openid"] == phone.openid]
        texts = self._texts(phone.walk)
        yield f"one message in WeChat, not {len(sent)}", len(sent) == 1
        yield f"no text message, not {texts}", texts == 0
        ours, of_matter = Database(self.stage), "matter_id IN (SELECT matter_id FROM cases)"
        checks = ours.count("identity_checks", of_matter)
        yield f"one identity check for the matter, not {checks}", checks == 1
        placed = len(self._orders())
        yield f"no courier order, not {placed}", placed == 0
        yield "no parcel was planned", ours.count("shipments", "true") == 0

    def _everybodys(self) -> Iterator[Claim]:
        ours, wanted = Database(self.stage), self.case_count
        cases = ours.rows("SELECT * FROM cases ORDER BY number")
        numbers = [one["number"] for one in cases]
        yield f"{wanted} of cases, not {len(cases)}", len(cases) == wanted
        yield "of one matter", len({one["matter_id"] for one in cases}) == 1
        yield "each delivered or closed", all(one["state"] in ("delivered", "closed") for one in cases)
        theirs = sorted(one["case_no"] for one in self._book("approval")["cases"])
        yield f"{wanted} of 办件编号 at the back-end, not {len(theirs)}", len(theirs) == wanted
        yield "the back-end's numbers are ours", theirs == numbers
        told = ours.count("notices", "state = 'delivered' AND matter_id IN (SELECT matter_id FROM cases)")
        yield f"one notice delivered, not {told}", told == 1
        licences = self._book("licence_bank")["licences"]
        issued = sorted(one["case_no"] for one in licences if one["case_no"] in numbers)
        yield f"one licence issued for each case, not {len(issued)}", issued == numbers
        given = self._book("rating")["evaluations"]
        yield f"{wanted} of ratings at the province, not {len(given)}", len(given) == wanted
        yield (
            "their numbers are ours",
            {one["outside_number"] for one in ours.rows("SELECT * FROM ratings")}
            == {one["evaluation_id"] for one in given},
        )
        yield "no job gave up", ours.count("procrastinate_jobs", "status = 'failed'") == 0
        yield "no callback lies unread", ours.count("inbox", "done_at IS NULL") == 0
        verified = self.stage.run("ledger", "verify")
        yield verified.strip(), "ok" in verified
        for one in cases:
            replayed = self.stage.run("case", "replay", short("case", one["id"]))
            yield replayed.strip(), "the row says the same" in replayed

    def _texts(self, walk: Walk) -> int:
        """To this phone; the emulator's book shows no more than its end."""
        return sum(one["phone"].endswith(walk.cast.phone[-4:]) for one in self._book("sms")["messages"])

    def _orders(self) -> list[Any]:
        orders: list[Any] = self._book("courier")["orders"]
        return orders

    def _book(self, vendor: str) -> Any:
        with urllib.request.urlopen(f"{self.stage.ports.vendor(vendor)}/__books") as answer:  # noqa: S310 - loopback
            return json.load(answer)
