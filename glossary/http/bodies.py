"""The body of a request, read whole, or refused.

Reading waits for whoever sends, who may never end. A worker has four threads: at most ``MOST`` of them read at once, so that
one is there for readers. A proxy in front that takes a body whole before it passes it on, as ours does, waits in their place.
"""

from __future__ import annotations

from flask import Request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge, ServiceUnavailable

from glossary.serving.places import Full, Places

MOST = 3
"""Most bodies that a process reads at once."""

SECONDS = 1
"""After how many seconds to send again what was refused."""

_places = Places()


def whole(request: Request, longest: int, *, cache: bool = True) -> bytes:
    """Return the body of a request; ``cache`` keeps it for whoever reads its form, until the request is answered.

    Raises ``RequestEntityTooLarge`` for more than ``longest`` bytes, ``ClientDisconnected`` for fewer than were stated,
    ``ServiceUnavailable`` where too many send at once.
    """
    if not request.content_length and "Transfer-Encoding" not in request.headers:
        return b""
    # One byte more than is allowed: of a body that states no length Werkzeug gives as much as it may have, without an error.
    request.max_content_length = longest + 1
    try:
        with _places.taken(MOST):
            body = request.get_data(cache=cache)
    except Full:
        raise ServiceUnavailable(retry_after=SECONDS) from None
    if len(body) > longest:
        raise RequestEntityTooLarge
    if "Transfer-Encoding" not in request.headers and len(body) < (request.content_length or 0):
        raise ClientDisconnected("The body ends before its stated length.")
    return body
