"""The nginx configuration of an export: each file with the headers that the service gives it, compressed where it can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

_HEAD = """\
# Made by “glossary export”. Include it in the http block; set root and listen as your machine wants them.
"""
_SERVER = """\
server {
    listen 127.0.0.1:8080;
    root .;
    index index.html;
    %(compression)s
    gzip_vary on;
    server_tokens off;
    access_log off; # a log would hold who read what
    absolute_redirect off;
    charset utf-8;
    charset_types text/html text/javascript text/css text/plain text/turtle text/csv text/x-gettext-translation;
    types {
        text/html html;
        text/css css;
        text/plain txt utf8;
        text/javascript js;
        application/json json;
        application/xml xml tbx;
        application/ld+json jsonld;
        application/atom+xml atom;
        application/zip zip;
        image/png png;
        text/csv csv;
        text/turtle ttl;
        text/x-gettext-translation po;
    }
    open_file_cache max=20000 inactive=1h;
    open_file_cache_valid 10s; # so long may files of the export before be served after a switch
    location /log/tile/ { default_type application/octet-stream; }
    location = /manifest.json { return 404; }
    location = /_headers { return 404; }
    location = /_redirects { return 404; }
    location = /nginx.conf { return 404; }
%(rules)s
}
"""

_COMPRESSION = {
    True: "gzip_static on;",
    False: "gzip on; gzip_min_length 256; gzip_types application/json application/ld+json application/xml text/css"
    " text/csv text/javascript text/plain text/turtle text/x-gettext-translation;",
}
"""By whether there are compressed files beside the plain ones."""


def configuration(
    headers: Mapping[str, Mapping[str, str]], rules: Sequence[tuple[str, str]], compressed: bool = True
) -> str:
    """Return the configuration for files with these headers, by path. ``rules`` are maps for the http block, each with the
    line of the server block that goes with it. ``compressed``: there are compressed files.

    There is one nginx ``map`` for each header. ``Content-Type`` is nginx's own affair, by the ending of a file.
    """
    names = sorted({name for values in headers.values() for name in values} - {"Content-Type"})
    files = {_file(path): values for path, values in headers.items()}
    maps = "".join(_map(name, {path: values.get(name, "") for path, values in files.items()}) for name in names)
    lines = "\n".join(f"    add_header {name} ${_variable(name)};" for name in names)
    own = "".join(f"    {line}\n" for _, line in rules if line)
    server = _SERVER % {"compression": _COMPRESSION[compressed], "rules": f"{own}{lines}"}
    return _HEAD + "".join(made for made, _ in rules) + maps + server


def _file(path: str) -> str:
    """Return the path of the file that nginx serves for this one."""
    return path + ("index.html" if path.endswith("/") else "")


def _variable(name: str) -> str:
    return "glossary_" + name.lower().replace("-", "_")


def _map(name: str, values: Mapping[str, str]) -> str:
    """Return a map from path to a header's value. The most common value is the default; an empty one adds no header."""
    common = Counter(values.values()).most_common(1)[0][0]
    rows = "".join(f'    "{path}" "{value}";\n' for path, value in sorted(values.items()) if value != common)
    return f'map $uri ${_variable(name)} {{\n    default "{common}";\n{rows}}}\n'
