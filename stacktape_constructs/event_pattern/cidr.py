"""The operator `cidr`: an IP address in a block of addresses, of version 4 or 6.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
What a block may look like is said only by the matcher that AWS publishes:
https://github.com/aws/event-ruler/blob/main/src/main/software/amazon/event/ruler/CIDR.java
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from stacktape_constructs.event_pattern.faults import PatternFault
from stacktape_constructs.event_pattern.values import is_known_later

#: Neither zones (`fe80::1%eth0`) nor IPv4 inside of IPv6, both of which Python reads.
_ADDRESS = re.compile(r"[0-9.]+|[0-9a-fA-F:]+")
_PREFIX_LENGTH = re.compile(r"[0-9]{1,3}")


def check_cidr(operand: object) -> Iterator[PatternFault]:
    """Checks the form `address/bits`."""
    if is_known_later(operand):
        return
    if not isinstance(operand, str):
        yield PatternFault((), f"must be a block of addresses such as '10.0.0.0/8', got {operand!r}")
        return
    address, _, bits = operand.partition("/")
    parsed = _address(address)
    if parsed is None or not _PREFIX_LENGTH.fullmatch(bits):
        yield PatternFault((), f"must be a block of addresses such as '10.0.0.0/8' or '2001:db8::/32', got {operand!r}")
    elif int(bits) == parsed.max_prefixlen:
        yield PatternFault((), f"must be a block of several addresses, got {operand!r}; match {address!r} without cidr")
    elif int(bits) > parsed.max_prefixlen:
        most = parsed.max_prefixlen - 1
        yield PatternFault((), f"must have 0 to {most} bits after the '/', got {operand!r}")


def matches_cidr(operand: str, value: object) -> bool:
    """Whether a value is an address in the block, which any of its addresses may name."""
    address = _address(value) if isinstance(value, str) else None
    return address is not None and address in ipaddress.ip_network(operand, strict=False)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if not _ADDRESS.fullmatch(text):
        return None
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
