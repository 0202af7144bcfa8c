"""Virtual authenticators: with one, a browser makes passkeys and has them sign, as if a person touched a device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

IN_FIREFOX = """
  const service = Cc["@mozilla.org/webauthn/service;1"].getService(Ci.nsIWebAuthnService);
  if (arguments.length == 1) return service.removeVirtualAuthenticator(arguments[0]);
  return service.addVirtualAuthenticator("ctap2", "internal", true, arguments[0], true, arguments[1]);
"""
"""Its driver, as it is on PyPI, knows no virtual authenticators; the browser does."""


def add(engine: Any, verified: bool = True) -> Callable[[], object]:
    """Give a browser an authenticator, whose person is verified or only touches it; return what takes it away."""
    if hasattr(engine, "driver"):
        added = _in_firefox(engine, verified, verified)
        return lambda: _in_firefox(engine, added)
    session = engine.page.context.new_cdp_session(engine.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "automaticPresenceSimulation": True,
    }
    options |= {"hasUserVerification": verified, "isUserVerified": verified}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return lambda: session.send("WebAuthn.disable")


def _in_firefox(engine: Any, *arguments: object) -> object:
    with engine.driver.context("chrome"):
        return engine.driver.execute_script(IN_FIREFOX, *arguments)
