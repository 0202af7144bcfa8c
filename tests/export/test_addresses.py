"""File servers answer a bundle in any language by a table, which comes to what the service answers."""

from __future__ import annotations

import pytest

from glossary.export import addresses
from glossary.language.tags import nearest

OFFERED = [
    ("en", "fr", "zh"),
    ("en", "sr", "zh-Hant"),
    ("ar", "en", "sr", "sr-Latn", "zh-Hans"),
    ("az", "de-x-leicht", "en", "gsg", "pa", "uz-Cyrl"),
]
TAGS = (
    "zh", "zh-CN", "zh-SG", "zh-Hans", "zh-Hans-HK", "zh-TW", "zh-HK", "zh-US", "zh-Hant", "zh-Hant-TW", "zh-Hant-x-own",
    "sr", "sr-RS", "sr-ME", "sr-Cyrl-ME", "sr-Latn", "sr-Latn-RS", "sh", "hr", "pa", "pa-PK", "pa-Arab", "uz", "uz-AF",
    "uz-Latn", "uz-Cyrl-UZ", "az", "az-IR", "az-Arab", "de", "de-AT", "de-x-leicht", "de-1996", "gsg", "gsg-DE", "ar-MA",
    "ary", "fr-Cyrl", "fr-Latn-CA", "en-GB", "und",
)  # fmt: skip


@pytest.mark.parametrize("offered", OFFERED)
def test_the_table_of_file_servers_gives_no_script_for_another_as_the_service_does(offered: tuple[str, ...]) -> None:
    rows = addresses.table(offered)
    assert {tag: addresses.lookup(tag, rows) for tag in TAGS} == {tag: nearest(tag, offered) for tag in TAGS}


def test_the_hosts_with_the_lowest_limits_take_the_rules_even_where_scripts_are_told_apart() -> None:
    rules = addresses.redirects(("ar", "en", "fr", "sr", "sr-Latn", "uz-Cyrl", "zh-Hans", "zh-Hant"))
    assert len([rule for rule in rules.splitlines() if ":" not in rule]) <= 2000
    assert rules.count("-:more/") <= 100
