"""The guard: no connection to an address that is not public, whatever a name or redirect says.

Three places ask it: the client, for addresses that stand in the URL itself; the resolver, for
those that a name has; and the maker of sockets, for the address that is then connected to.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Any

from aiohttp.abc import AbstractResolver, ResolveResult

if TYPE_CHECKING:
    from postlint.links.online.system import Resolve

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

#: What the IANA registries of special-purpose addresses list as not globally reachable, with
#: multicast and what is reserved: https://www.iana.org/assignments/iana-ipv4-special-registry
#: and https://www.iana.org/assignments/iana-ipv6-special-registry. ``ipaddress`` has its own
#: list, which depends on the version of Python.
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by the customers of a provider
            "127.0.0.0/8",  # loopback
            "169.254.0.0/16",  # link-local; where clouds tell a machine its secrets
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # relays, deprecated
            "192.168.0.0/16",  # private
            "198.18.0.0/15",  # benchmarking
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, and broadcast
            "::/96",  # unspecified, loopback, IPv4-compatible
            "64:ff9b:1::/48",  # local translation
            "100::/64",  # discard
            "2001::/23",  # protocol assignments, Teredo
            "2001:db8::/32",  # documentation
            "3fff::/20",  # documentation
            "5f00::/16",  # segment routing
            "fc00::/7",  # unique local
            "fe80::/10",  # link-local
            "fec0::/10",  # site-local, deprecated
            "ff00::/8",  # multicast
        ),
    )
)
_IPV4_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = ipaddress.IPv6Network("2002::/16")


class ForbiddenAddressError(OSError):
    """A connection that the guard does not allow."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} is not a public address")
        self.host = host


def is_public(address: str) -> bool:
    """Whether an IP address, a scope identifier aside, is one of the public Internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner_ipv4(ip)
    return not any(
        candidate.version == network.version and candidate in network
        for candidate in ((ip,) if inner is None else (inner,))
        for network in _NOT_PUBLIC
    )


def is_forbidden_literal(host: str) -> bool:
    """Whether a host, as in a URL, is an IP address that is not public; names are not."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return not is_public(host)


class GuardedResolver(AbstractResolver):
    """Resolves names to those of their addresses that may be connected to."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises ``ForbiddenAddressError`` when there are addresses and none is public."""
        found = await self._resolve(host, port)
        public = [address for address in found if is_public(address)]
        if found and not public:
            raise ForbiddenAddressError(host)
        return _results(host, port, public)

    async def close(self) -> None:
        pass


class OpenResolver(GuardedResolver):
    """Resolves names to all of their addresses."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return _results(host, port, list(await self._resolve(host, port)))


def guarded_socket(address_info: tuple[Any, ...]) -> socket.socket:
    """A socket to connect to an address with; raises ``ForbiddenAddressError``."""
    family, kind, protocol, _, address = address_info
    if not is_public(address[0]):
        raise ForbiddenAddressError(address[0])
    return socket.socket(family, kind, protocol)


def _results(host: str, port: int, addresses: list[str]) -> list[ResolveResult]:
    return [
        ResolveResult(
            hostname=host,
            host=address,
            port=port,
            family=socket.AF_INET6 if ":" in address else socket.AF_INET,
            proto=0,
            flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
        )
        for address in addresses
    ]


def _inner_ipv4(ip: IPAddress) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, translated, or tunnelled."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in _IPV4_MAPPED or ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip in _SIX_TO_FOUR:
        return ipaddress.IPv4Address(int(ip) >> 80 & 0xFFFFFFFF)
    return None
