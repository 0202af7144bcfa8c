"""Everything of one moment: concepts, drafts and approvals joined, the entries made of them, and the search."""
