"""Content as an artifact: one edition as one file, with its digest; written, taken, and kept."""
