"""One edition in memory, the cache in front of it, new content without a restart, and the server that runs it all."""
