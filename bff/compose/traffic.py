"""How all that is asked is counted (访问限流): shared by all processes while Redis answers."""

from time import monotonic

from bff.compose.core import Core
from bff.http.limits import SharedOrLocal
from bff.http.request import Traffic
from domain.identity.ports import Limits
from domain.usecases.spend_try import SpendTry


def traffic(limits: Limits, core: Core) -> Traffic:
    return Traffic(SharedOrLocal(limits, monotonic), SpendTry(limits, core.digests).subject)
