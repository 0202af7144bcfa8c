"""Flask and the protocol: what a request may say, the headers of a response, problems, the OpenAPI document."""
