"""Foreign tools read what goes out: ``make interop``."""
