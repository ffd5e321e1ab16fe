"""What stands for the event `schedule` in the documentation."""

from __future__ import annotations

from stacktape_constructs.resources.example import EventExample

EVENT_EXAMPLE = EventExample(properties={"scheduleRate": "rate(2 hours)"})
