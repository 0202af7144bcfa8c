"""The shapes of the documents, once: marshmallow describes them, and OpenAPI 3.1 is generated from that."""
