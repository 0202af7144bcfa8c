"""PO files: read strictly, turned into drafts, and brought up to date by key."""
