"""What partners' tools make of the description of the API (``make clients``)."""
