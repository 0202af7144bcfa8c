"""What the description of the API says of each operation: a name that never changes, and what its summary does not say.

Generated clients call their functions by these names. A name stays, whatever the view or its path is called later;
``tests/http/test_operations.py`` holds the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Operation(NamedTuple):
    """One operation: its ``operationId``, and its description."""

    id: str
    description: str


_FALLBACK = "Where it is not vetted in that language, the English text is answered, and `fallback` says why."
_VETTED = "Vetted texts only."
_HIDDEN = "A word to avoid is a hidden label, and a label of its own with the reason."
_UNCACHED = "The answer may not be cached."

OPERATIONS: Mapping[str, Operation] = {
    "index": Operation(
        "getIndex",
        "The edition that is served, its languages, groups and concepts, and where everything else is. Compare `edition` to"
        " learn whether anything has changed.",
    ),
    "languages": Operation(
        "listLanguages",
        "Each language with its own name, its direction, and how many concepts have which status in it.",
    ),
    "terms_file": Operation(
        "listEntries", f"A file with every entry and its definition, for a copy of the whole glossary. {_FALLBACK}"
    ),
    "bundle_file": Operation(
        "getBundle",
        "A small file with the card's own strings, the links to help, and each vetted term with its definition, so that no"
        " request tells which word a reader opens. It answers any well-formed tag.",
    ),
    "head_file": Operation(
        "getBundleHead",
        "What the element asks for first. It answers any well-formed tag. A large glossary has its entries in parts; which"
        " part has a name is computed from the name and `parts`.",
    ),
    "part_file": Operation(
        "getBundlePart", "A hundred concepts or more, so that no request tells which words are on a page."
    ),
    "forms_file": Operation(
        "getForms",
        "A small file for programs that find the terms in a text where the text is, and send it to nobody: forms, words to"
        " avoid, and what may be joined to them. A form that two concepts claim is not in it.",
    ),
    "entry_file": Operation("getEntry", f"A file with one concept in one language, the same for everyone. {_FALLBACK}"),
    "evidence_file": Operation(
        "getEvidence",
        "The approvals of exactly the text that is served, as they were recorded, with signatures and proofs where there are"
        " any. Keys in it are shown, never trusted: compare them with keys that you have from elsewhere.",
    ),
    "concept_file": Operation("getConcept", "A file with the vetted entries of one concept, one for each language."),
    "figures_file": Operation(
        "listFigures",
        "Every key figure with all that its number cannot be understood without, and under `withdrawn` the"
        " claims that circulate and are not served, with the reason.",
    ),
    "figure_file": Operation(
        "getFigure",
        "Show its number only with what it counts, its publisher, its period and its caveat. It ends on a day.",
    ),
    "support_file": Operation(
        "listSupport",
        "Every country with the number of its contacts, and the directories that are right for all of them.",
    ),
    "support_country_file": Operation(
        "getSupport", "Dated contacts with their sources. None is shown past its day, not even from a cache or a copy."
    ),
    "entry_for_reader": Operation(
        "getEntryForReader",
        f"One entry in the language of `lang`, or without it of `Accept-Language`. {_FALLBACK} With `status=draft` also"
        " texts that nobody has approved, marked as such.",
    ),
    "terms": Operation(
        "selectEntries",
        f"Some of the entries, chosen by status, group or id, or a part of them. {_FALLBACK} With `status=draft` also texts"
        " that nobody has approved, marked as such.",
    ),
    "search": Operation(
        "search",
        "Entries by names, words to avoid, and any word in them, also misspelt ones. `match` says why each was found and"
        f" whether the query is a word to avoid. {_UNCACHED}",
    ),
    "search_by_form": Operation(
        "searchByForm", f"The same as `search`; the words stand in no address or log. {_UNCACHED}"
    ),
    "annotate": Operation(
        "annotateText",
        "The glossary's words in a plain text or a page of HTML, as matches or, of HTML, as links. It sends a text to the"
        " service, which keeps and logs nothing of it: where you can, use the library, the command `glossary link` or"
        f" `/embed/glossary-auto.js`, which send none. No page can call it. {_UNCACHED}",
    ),
    "suggest": Operation("suggest", f"Terms that begin with, or resemble, what was typed so far. {_UNCACHED}"),
    "scheme": Operation(
        "getScheme",
        "The glossary as a SKOS concept scheme, as the client prefers it by `Accept`. Files of the same are at"
        " `/v1/terms.ttl` and `/v1/terms.jsonld`.",
    ),
    "terms_turtle": Operation("getTermsAsTurtle", f"{_VETTED} {_HIDDEN}"),
    "terms_jsonld": Operation("getTermsAsJsonLd", f"{_VETTED} {_HIDDEN}"),
    "terms_tbx": Operation("getTermsAsTbx", f"{_VETTED} Words to avoid have the status `deprecatedTerm-admn-sts`."),
    "terms_tbx_v2": Operation(
        "getTermsAsTbxV2", f"{_VETTED} Words to avoid are left out: tools that read version 2 only would offer them."
    ),
    "glossary_for_weblate": Operation("getGlossaryForWeblate", f"{_VETTED} Each word to avoid is flagged `forbidden`."),
    "terms_csv": Operation("getTermsAsCsv", f"{_VETTED} Commas stand between the columns."),
    "terms_utf8": Operation("getTermsAsUtf8", f"{_VETTED} Tabs stand between the columns."),
    "entry_turtle": Operation("getEntryAsTurtle", f"The entry must be vetted in this language. {_HIDDEN}"),
    "entry_jsonld": Operation("getEntryAsJsonLd", f"The entry must be vetted in this language. {_HIDDEN}"),
    "version_file": Operation(
        "getVersion",
        "A version of a text at an address that never changes: cite it. Nothing but its `status` changes in it, to"
        " `superseded` when another one replaces it. It answers 410 when its words are not shown any more.",
    ),
    "versions_file": Operation(
        "listVersions",
        "A file with every version that was ever vetted, by digest, that which came last first, and what has become of each.",
    ),
    "changes_file": Operation(
        "listChanges",
        "What was vetted, changed, withdrawn and retired, the newest first, without any words. Keep its `through`.",
    ),
    "changes_since": Operation(
        "listChangesSince",
        "The changes since a day, or since the `through` of an earlier answer: then none is missed, whatever came late."
        " It answers 404 for a place that is not known any more, and for any edition but the one that is served: earlier ids"
        " cannot be made again. Ask then for all, or name the day of your copy.",
    ),
    "healthz": Operation("getHealth", "It answers as long as the process does."),
    "measures": Operation("getMetrics", "Counters and durations of this service, by route."),
    "readyz": Operation("getReadiness", "The findings are for the operator to mend; readers do not see them."),
}
"""By the name of its view."""
