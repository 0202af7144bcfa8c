"""Where ``create_app()`` is: in ``api.py`` of a checkout, or in ``glossary/api.py``, where the build of a wheel puts it."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from glossary.settings import Settings

if TYPE_CHECKING:
    from glossary.serving.front import Front


def module() -> str:
    """Return the name of the module that has ``create_app()``."""
    return "glossary.api" if find_spec("glossary.api") else "api"


def front(settings: Settings) -> Front:
    """Return the application with these settings, as the server sees it.

    Raises ``BadContent`` where there is nothing good to serve, ``TypeError`` where the application has another front.
    """
    from glossary.serving.front import Front

    layer = import_module(module()).create_app(settings).wsgi_app
    if not isinstance(layer, Front):
        raise TypeError("the application has another layer in front")
    return layer
