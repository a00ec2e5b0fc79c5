"""Which IP addresses belong to the open internet: an own table.

`ipaddress.is_global` calls several ranges global that lead inside, or to nobody, and differs
between versions of Python. Sources: the IANA special-purpose address registries (RFC 6890).
"""

from __future__ import annotations

import ipaddress
from ipaddress import IPv6Address

_CLOSED4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",  # "this network"
            "10.0.0.0/8",
            "100.64.0.0/10",  # carrier-grade NAT
            "127.0.0.0/8",
            "168.63.129.16/32",  # the metadata service of Azure, inside although it looks public
            "169.254.0.0/16",  # link-local, and the metadata services of most clouds
            "172.16.0.0/12",
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/3",  # multicast, reserved, broadcast
        ),
    )
)
_OPEN6 = ipaddress.IPv6Network("2000::/3")  # all that is global unicast today
_CLOSED6 = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo among them
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: it carries an IPv4 address, perhaps a private one
            "3fff::/20",  # documentation
        ),
    )
)


def public(address: str) -> bool:
    """Tell whether an address (an IP literal, a zone after % ignored) is on the open internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return public(str(found.ipv4_mapped))
        return found in _OPEN6 and not any(found in network for network in _CLOSED6)
    return not any(found in network for network in _CLOSED4)
