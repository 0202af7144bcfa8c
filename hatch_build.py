"""What the build puts into the wheel that lies elsewhere in the repository."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INSTALLED = {
    "api.py": "glossary/api.py",
    "docs/embedding.md": "glossary/docs/embedding.md",
    "translations": "glossary/translations",
}
"""Where each lies once installed: site-packages gets no bare “api”, which would be anybody's name."""


class IntoThePackage(BuildHookInterface[Any]):
    """Maps them into the package. An editable installation reads the repository itself, and must not get copies."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files to a wheel; ``version`` is “standard” or “editable”."""
        if version == "standard":
            build_data["force_include"].update(INSTALLED)
