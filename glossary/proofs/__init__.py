"""What outsiders check without us: signatures, keys, and the log of all records. Knows no glossary, only bytes."""
