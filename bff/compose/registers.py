"""The registers (登记系统) behind their ports, each alone and joined."""

from dataclasses import dataclass

from adapters.envelope.sender import SignedHttp
from adapters.licences.directory import SharedLicenceDirectory
from adapters.registry.enterprise import SharedEnterpriseRegister
from adapters.registry.enterprise_changes import SharedChangeFeed
from adapters.registry.population import SharedPopulationRegister
from adapters.registry.social import SharedSocialRegister
from domain.parties.outside import EnterpriseRegister, HolderRegister, PopulationRegister, RegisterFeed
from domain.usecases.join_registers import JoinFeeds, JoinRegisters


@dataclass(frozen=True, slots=True)
class Registers:
    holders: HolderRegister
    feed: RegisterFeed
    enterprises: EnterpriseRegister
    population: PopulationRegister


def registers(
    *,
    social: SignedHttp,
    enterprise: SignedHttp,
    population: SignedHttp,
    bank: SignedHttp,
    access_id: str,
    access_token: str,
) -> Registers:
    """`access_id`, `access_token`: of the licence bank, beside its envelope."""
    societies, people = SharedSocialRegister(social), SharedPopulationRegister(population)
    enterprises, changes = SharedEnterpriseRegister(enterprise), SharedChangeFeed(enterprise)
    directory = SharedLicenceDirectory(bank, access_id=access_id, access_token=access_token)
    return Registers(
        JoinRegisters(societies, enterprises, changes, directory, people),
        JoinFeeds(societies, directory, changes),
        enterprises,
        people,
    )
