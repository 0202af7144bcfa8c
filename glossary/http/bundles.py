"""What our scripts ask for: the element (of version 1.2.0 and later) for the head of a bundle, and for its parts where it is
large; the script that links a whole page for the forms of a language."""

from __future__ import annotations

from werkzeug.exceptions import NotFound

from glossary.contract import bundle, forms, parts
from glossary.contract.answers import Document
from glossary.contract.schemas.bundle import BundleHead, BundlePart
from glossary.contract.schemas.forms import Forms
from glossary.http import headers, openapi, requests
from glossary.http.headers import Cache
from glossary.http.openapi import LANG, PART
from glossary.http.requests import service
from glossary.language.tags import nearest, parse

blueprint = openapi.DocumentedBlueprint("bundles", __name__, url_prefix="/v1", description="What our scripts ask for")


def _file(language: str, name: str, *spoken: str) -> tuple[Document, dict[str, str]]:
    running = service()
    if name != parts.HEAD and int(name) >= running.parts(language):
        raise NotFound
    made = parts.of_bundle(bundle.of_language(running.edition, language, running.settings.base_url))
    languages = (entry["language"] for entry in made[name]["entries"].values())
    return made[name], headers.of_response(Cache.FILE, [*spoken, *languages], running.settings.minimum)


@blueprint.route("/<lang>/bundle/head.json", parameters=[LANG])
@openapi.responds(blueprint, BundleHead, 400)
def head_file(lang: str) -> tuple[Document, dict[str, str]]:
    """A bundle's head: all of it in a small glossary; in a large one, how many parts have its entries"""
    edition = service().edition
    language = nearest(parse(lang), edition.languages)
    return _file(language, parts.HEAD, bundle.card_interface(edition, language).language)


@blueprint.route("/<lang>/bundle/<regex('0|[1-9][0-9]{0,3}'):part>.json", parameters=[LANG, PART])
@openapi.responds(blueprint, BundlePart, 308, 400, 404)
def part_file(lang: str, part: str) -> tuple[Document, dict[str, str]]:
    """A part of a large bundle"""
    return _file(requests.offered(service().edition, lang), part)


@blueprint.route("/<lang>/forms.json", parameters=[LANG])
@openapi.responds(blueprint, Forms, 308, 400, 404)
def forms_file(lang: str) -> tuple[Document, dict[str, str]]:
    """Words that may be linked in any text of a language, and those to avoid"""
    running = service()
    language = requests.offered(running.edition, lang)
    document = forms.of_language(running.edition, language, running.settings.base_url)
    return document, headers.of_response(Cache.FILE, [language], running.settings.minimum)
