"""What the app `constructs` is for: a sender that reaches a receiver in two ways."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field

from tests.e2e.cloud import eventually
from tests.e2e.deployment import Stack


@dataclass
class SenderAndReceiver:
    """Sends by both ways and tells which are broken: `event` and `call`."""

    stack: Stack
    _mark: str = field(default="", init=False)

    def broken_steps(self) -> set[str]:
        """The ways by which nothing arrives."""
        self._mark = str(uuid.uuid4())
        answer = self.stack.cloud.client("lambda").invoke(
            FunctionName=self.stack.physical_id("AWS::Lambda::Function", "Sender"),
            Payload=json.dumps({"mark": self._mark}),
        )
        broken: set[str] = set(json.loads(answer["Payload"].read()))
        for way in {"call", "event"} - broken:
            if not self._arrives(way):
                broken.add(way)
        return broken

    def takes_the_lost_event(self) -> bool:
        """Takes a message from the dead-letter queue: whether it is the event that was sent last."""
        queue = self.stack.physical_id("AWS::SQS::Queue", "Lost")
        sqs = self.stack.cloud.client("sqs")
        messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        for message in messages:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return any(json.loads(message["Body"])["detail"] == {"mark": self._mark} for message in messages)

    def _arrives(self, way: str) -> bool:
        def look() -> bool:
            return self._has_arrived(way) or self._is_refused()

        eventually(look, within=20, what=f"the receiver has got the {way}")
        return self._has_arrived(way)

    def _has_arrived(self, way: str) -> bool:
        wanted = {"mark": self._mark}
        received = self.stack.received_by("Receiver")
        return any((event.get("detail") if way == "event" else event) == wanted for event in received)

    def _is_refused(self) -> bool:
        return any(denial.principal == "events.amazonaws.com" for denial in self.stack.cloud.denials())
