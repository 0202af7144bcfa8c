"""A competitor: pyramid_skosprovider over a dictionary, as its documentation sets it up.

It runs in a virtual environment of its own.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from pyramid.config import Configurator
from skosprovider.providers import DictionaryProvider
from skosprovider.registry import Registry


def registry() -> Any:
    """Return a registry with one concept scheme for each language."""
    schemes = Registry(instance_scope="threaded_global")
    for name, concepts in json.loads(Path(os.environ["CONCEPTS"]).read_text()).items():
        metadata = {"id": name, "uri": f"urn:x-glossary:{name}"}
        schemes.register_provider(DictionaryProvider(metadata, concepts))
    return schemes


def create_app() -> Any:
    """Return the application."""
    with Configurator(settings={"skosprovider.skosregistry_factory": f"{__name__}.registry"}) as config:
        config.include("pyramid_skosprovider")
        return config.make_wsgi_app()
