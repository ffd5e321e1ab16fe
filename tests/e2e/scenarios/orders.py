"""What the app `event-sources` does on its own and for a caller, way by way."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

from tests.e2e.cloud import eventually
from tests.e2e.deployment import Stack

_RULES = "events.amazonaws.com"


@dataclass(frozen=True)
class Orders:
    """Tries the ways, which do not depend on each other, and tells which are broken."""

    stack: Stack

    def broken_steps(self) -> set[str]:
        """The ways that do not work; and of the caller's calls, the actions that are refused."""
        url = self.stack.outputs()["apiUrl"]
        get = self.stack.cloud.request
        routes = {
            "route to an alias": get(f"{url}/live"),
            "authorizer": get(f"{url}/guarded", headers={"Authorization": "friend"}),
            "route to a job": get(f"{url}/work"),
            "function's url": get(self.stack.outputs()["linkedUrl"]),
        }
        broken = {way for way, answer in routes.items() if answer.status != 200}
        broken |= set(get(f"{url}/calls").json)
        mark = str(uuid.uuid4())
        self._put("Order", {"mark": mark})
        self._put("Work", {"publish": {"mark": mark, "by": "the job"}})
        self._put("Lost", {"mark": mark})
        event = {"mark": mark}
        if not self._arrives("Recorder", event, refused=(_RULES, "-recorder")):
            broken.add("rule")
        if not self._arrives("Live", event, refused=(_RULES, "-live:stp-live")):
            broken.add("rule to an alias")
        if not self._arrives("Unreachable", event, refused=(_RULES, "-unreachable")):
            broken.add("rule with a queue")
        # The job's own event comes by the rule that hands on the detail alone.
        if not self._arrives("Recorder", {**event, "by": "the job"}, refused=("assumed-role/", "-orders"), alone=True):
            broken.add("job's event")
        return broken

    def _put(self, detail_type: str, detail: dict[str, Any]) -> None:
        bus = self.stack.physical_id("AWS::Events::EventBus")
        entry = {"EventBusName": bus, "Source": "e2e", "DetailType": detail_type}
        entry["Detail"] = json.dumps(detail)
        self.stack.cloud.client("events").put_events(Entries=[entry])

    def _arrives(self, name: str, detail: dict[str, str], *, refused: tuple[str, str], alone: bool = False) -> bool:
        """Whether a function gets a detail, in its event or alone.

        It is waited for until somebody (whose name starts so) is refused something (whose name ends so).
        """

        def has_arrived() -> bool:
            received = self.stack.received_by(name)
            return detail in (received if alone else [event.get("detail") for event in received])

        def is_refused() -> bool:
            somebody, something = refused
            return any(
                denial.principal.startswith(somebody) and denial.resource.endswith(something)
                for denial in self.stack.cloud.denials()
            )

        eventually(lambda: has_arrived() or is_refused(), within=20, what=f"{name} has got {detail}")
        return has_arrived()
