"""What ``/v1`` promises: the documents that it answers with, and the schemas that describe them."""
