"""Others' files, taken in as drafts: each reader turns one format into the values of ``incoming``; ``intake`` joins them
into a folder of content. Nothing here approves anything."""
