"""What /v1 promises: the documents that are answered with, and the schemas that describe them."""
