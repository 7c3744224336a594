"""What Databricks' SDK for Python sees of registered models. Prints it as JSON. Arguments: names of models."""

import json
import sys

from databricks.sdk import WorkspaceClient

w = WorkspaceClient()
seen = {}
for name in sys.argv[1:]:
    model = w.registered_models.get(name, include_aliases=True)
    grants = w.grants.get("function", name).privilege_assignments or []
    seen[name] = {
        "versions": sorted(v.version for v in w.model_versions.list(name)),
        "aliases": {a.alias_name: a.version_num for a in model.aliases or []},
        "grants": {a.principal: [p.value for p in a.privileges] for a in grants},
        "owner": model.owner,
        "comment": model.comment,
    }
print(json.dumps(seen))
