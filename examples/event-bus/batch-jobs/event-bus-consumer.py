"""Prints the event that it was started for."""

import json
import os

event = json.loads(os.environ["STP_TRIGGER_EVENT_DATA"])
print(f"attempt {os.environ['STP_CURRENT_ATTEMPT']} of {os.environ['STP_MAXIMUM_ATTEMPTS']}")
print(json.dumps(event, indent=2))
