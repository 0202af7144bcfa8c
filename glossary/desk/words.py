"""What went wrong, in the words of a page: what happened, and what to do."""

from __future__ import annotations

from glossary.errors import BadSignature, Fault, GlossaryError

_STRANGE = (
    "the desk does not know this key, or this page was too old",
    "try again here; if it fails again, ask a maintainer",
)
_AT_THE_DESK = {
    Fault.WORDS: _STRANGE,
    Fault.UNKNOWN_KEY: _STRANGE,
    Fault.UNREADABLE: (
        "this is no signature that can be read",
        "paste all of it, from BEGIN SSH SIGNATURE to END SSH SIGNATURE",
    ),
}
"""Signatures that show whose a key is: what is wrong is seldom the signature."""


def told(error: GlossaryError) -> tuple[str, str]:
    """Return two sentences, without their full stops."""
    if isinstance(error, BadSignature) and error.fault in _AT_THE_DESK:
        what, remedy = _AT_THE_DESK[error.fault]
    else:
        what, _, remedy = str(error).partition("; ")
    return what[:1].upper() + what[1:], remedy[:1].upper() + remedy[1:]
