"""With datamodel-code-generator: a pydantic model for each shape."""

import json
import sys

import httpx
from glossary_models import Entry

entry = Entry.model_validate(httpx.get(f"{sys.argv[1]}/v1/fr/terms/csam.json").raise_for_status().json())
read = {"id": entry.id, "language": entry.language, "reason": entry.fallback.reason, "usage": entry.usage}
print(json.dumps({**read, "status": entry.vetting.status}))
