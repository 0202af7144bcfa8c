"""The roles of those who say yes, by name. It imports nothing, so that the command line can name them at once."""

from __future__ import annotations

LANGUAGE, SUBJECT, MAINTAINER, CONTACT = "language", "subject", "maintainer", "contact"

ROLES = (LANGUAGE, SUBJECT)
"""Who vets texts. ``language``: someone who writes it as a native. ``subject``: a lawyer, a clinician, a survivor
organisation."""

ADOPTING = (MAINTAINER, CONTACT)
"""Who adopts what stands beside the texts. ``maintainer``: facts and interface strings. ``contact``: contacts of help."""

DEMONSTRATION = "demonstration-"
"""How the ids of the reviewers of a demonstration begin, who are nobody. Any other tree refuses them."""

EVERY = "*"
"""Among somebody's languages: every one that the glossary has or will have."""
