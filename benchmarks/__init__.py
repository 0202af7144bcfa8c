"""How fast the service is, beside what else could be used for the same; ``make bench``."""
