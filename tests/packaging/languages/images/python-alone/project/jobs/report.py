import json

from shared import title

print(json.dumps(title))
