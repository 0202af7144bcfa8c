"""Terminology as other tools write and read it: others' files taken in as drafts, our vetted content written for them."""
