"""The registers (登记系统) behind their ports, each alone and joined."""

from dataclasses import dataclass, field

from adapters.envelope.sender import SignedHttp
from adapters.licences.bank import SharedLicenceBank
from adapters.licences.cipher import BankCipher
from adapters.licences.directory import SharedLicenceDirectory
from adapters.registry.enterprise import SharedEnterpriseRegister
from adapters.registry.enterprise_changes import SharedChangeFeed
from adapters.registry.population import SharedPopulationRegister
from adapters.registry.social import SharedSocialRegister
from domain.parties.outside import EnterpriseRegister, HolderRegister, PopulationRegister, RegisterFeed
from domain.usecases.join_registers import JoinFeeds, JoinRegisters


@dataclass(frozen=True, slots=True)
class BankAccess:
    """The licence bank (证照库): its window, our account beside the envelope, what opens its answers."""

    window: SignedHttp
    access_id: str
    access_token: str = field(repr=False)
    cipher: BankCipher

    def bank(self) -> SharedLicenceBank:
        return SharedLicenceBank(
            self.window, access_id=self.access_id, access_token=self.access_token, cipher=self.cipher
        )

    def directory(self) -> SharedLicenceDirectory:
        return SharedLicenceDirectory(
            self.window, access_id=self.access_id, access_token=self.access_token, cipher=self.cipher
        )


@dataclass(frozen=True, slots=True)
class Registers:
    holders: HolderRegister
    feed: RegisterFeed
    enterprises: EnterpriseRegister
    population: PopulationRegister


def registers(
    *, social: SignedHttp, enterprise: SignedHttp, population: SignedHttp, bank: BankAccess
) -> Registers:
    societies, people = SharedSocialRegister(social), SharedPopulationRegister(population)
    enterprises, changes = SharedEnterpriseRegister(enterprise), SharedChangeFeed(enterprise)
    directory = bank.directory()
    return Registers(
        JoinRegisters(societies, enterprises, changes, directory, people),
        JoinFeeds(societies, directory, changes),
        enterprises,
        people,
    )
