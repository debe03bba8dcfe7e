"""The licence bank in memory, with the hands its suite needs."""

from dataclasses import replace

from adapters.conformance.stage import Stage
from adapters.sandbox.city import Organisation, city
from domain.kernel.personal import DocumentNumber, OrganisationName
from domain.kernel.refusal import Unavailable
from domain.licences.outside import BankStatus, LicenceFacts
from tests.fakes.bank import FakeBank


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        town = city(stage.clock.now().date())
        self.school = town.of("journey")
        issued = {f"1.2.156.3005.2.{n}": _facts(o) for n, o in enumerate(town.organisations)}
        self.bank = FakeBank(stage.clock.now, issued)

    async def restrict(self, identifier: str) -> None:
        self.bank.standing[identifier] = BankStatus.RESTRICTED

    async def renew(self, identifier: str) -> None:
        self.bank.superseded.add(identifier)
        self.bank.issued[f"{identifier}.2"] = replace(self.bank.issued[identifier], number="anew")

    async def be_down(self) -> None:
        self.bank.trouble.before.append(Unavailable("licences", "http-500"))


def _facts(o: Organisation) -> LicenceFacts:
    c = o.certificate
    return LicenceFacts(
        licence_type=c.type_code,
        name=c.name,
        number=c.number,
        holder_name=OrganisationName(o.name),
        holder_number=DocumentNumber(o.uscc),
        issuer_name=c.issuing_body.name,
        issuer_code=c.issuing_body.uscc,
        issued_on=c.issued_on,
        valid_from=c.valid_from,
        valid_until=c.valid_until,
    )


WORLD = FakeWorld
