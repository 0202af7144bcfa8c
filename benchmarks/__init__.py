"""How fast the service is, beside what else could be used for the same: ``make bench``."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench"
"""Where all that is installed and made for measuring lies."""
