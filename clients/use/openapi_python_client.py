"""With openapi-python-client: a module for each operation."""

import json
import sys

from glossary_client import Client
from glossary_client.api.v1 import get_entry
from glossary_client.models import Entry

entry = get_entry.sync(lang="fr", id="csam", client=Client(base_url=sys.argv[1], raise_on_unexpected_status=True))
assert isinstance(entry, Entry)
read = {"id": entry.id, "language": entry.language, "reason": entry.fallback.reason, "usage": entry.usage}
print(json.dumps({**read, "status": entry.vetting.status}))
