"""Addresses of sites, and IP addresses."""

from __future__ import annotations

import re
from ipaddress import ip_address

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(
    rf"https?://(?:(?P<name>{_LABEL}(?:\.{_LABEL})*)|\[(?P<ip>[0-9A-Fa-f:.]+)\])(?::(?P<port>[0-9]{{1,5}}))?"
    r"(?:/(?!(?:\.|%2[Ee]){1,2}(?:/|$))(?:[A-Za-z0-9._~+@:=-]|%[0-9A-Fa-f]{2})+)*/?",
    re.ASCII,
)
"""An address without user, query or fragment (RFC 3986), without steps up or to itself in its path, which browsers take, and
without what would end it in a header or in markup: spaces, quotation marks, commas, semicolons. A name in other letters is
written in Punycode."""

_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0[Xx][0-9A-Fa-f]*)")
"""A name that browsers take for an IPv4 address, by its last part."""


_ORIGIN = re.compile(r"https://[a-z0-9.-]+(:[0-9]{1,5})?|http://localhost(:[0-9]{1,5})?")
"""Where browsers have passkeys: over HTTPS, or on this machine under its name."""


def is_origin(value: str) -> bool:
    """Return whether a value is an origin on which browsers have passkeys."""
    return _ORIGIN.fullmatch(value) is not None and is_address(value)


def is_address(value: str) -> bool:
    """Return whether a value is an address of a site that browsers and headers take as it is."""
    match = _ADDRESS.fullmatch(value)
    if match is None or not 0 < int(match["port"] or 80) < 65536:
        return False
    name = match["name"] or ""
    return len(name) < 254 and (is_ip(match["ip"] or name) if match["ip"] or _NUMBER.fullmatch(name) else True)


def is_ip(value: str) -> bool:
    """Return whether a value is an IP address without a zone."""
    try:
        return not getattr(ip_address(value), "scope_id", None)
    except ValueError:
        return False
