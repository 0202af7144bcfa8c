"""The short form of the soak; ``make soak`` runs for ten minutes."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import needs
from tests.soak import soak


def test_nothing_fails_and_memory_stays_flat_at_half_load_while_content_changes(tmp_path: Path) -> None:
    needs("h2load")
    result = soak(tmp_path, 15)
    assert result.failed == 0, str(result)
    assert result.requests > 1000, str(result)
    assert result.changes >= 3, str(result)
    assert result.growth < 1.3, str(result)
