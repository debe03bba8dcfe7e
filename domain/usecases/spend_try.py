"""Count what comes from one network address, so that nobody tries codes or names by the thousand."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from domain.identity.ports import Limits
from domain.kernel.ports import Digests

ALLOWED, SECONDS = 30, 600
IPV6_HOUSEHOLD = 64  # one line has a whole /64 to choose from


@dataclass(frozen=True, slots=True)
class SpendTry:
    limits: Limits
    digests: Digests

    async def __call__(self, purpose: str, address: str) -> None:
        """One of thirty tries in ten minutes. Outside atomic. Raises TooManyRequests, LimitsUnavailable."""
        await self.limits.spend(purpose, self.subject(address), allowed=ALLOWED, seconds=SECONDS)

    def subject(self, address: str) -> str:
        """The line behind `address` as a keyed digest in hex: what may be stored of it."""
        return self.digests.keyed("network-address", line_of(address)).hex()


def line_of(address: str) -> str:
    """What one subscriber has: the IPv4 address, or the network of an IPv6 one.

    A proxy writes brackets and often a port: «[2001:db8::17]:4711», «192.0.2.60:4711» (RFC 7239 §6).
    """
    host = address[1:].partition("]")[0] if address.startswith("[") else address
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        parsed = ip_address(host)
    except ValueError:  # a unix socket or a test's transport: all of these are one
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed, IPV6_HOUSEHOLD), strict=False))
