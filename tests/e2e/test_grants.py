"""Every grant that the library makes is needed, and together they are enough.

Here each grant of a synthesized template (an action of a policy, a permission, a trust, a managed policy) is
taken away alone. Then exactly the step that is said to need it must break, and IAM must have refused nothing
but what that grant allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.e2e.deployment import App
from tests.e2e.grants import grants_in
from tests.e2e.scenarios.budget_analysis import BudgetAnalysis
from tests.e2e.scenarios.orders import Orders
from tests.e2e.scenarios.sender_and_receiver import SenderAndReceiver
from tests.e2e.trial import Trial

RULE_PERMISSION = "lets events.amazonaws.com lambda:InvokeFunction"
QUEUE_PERMISSION = "lets events.amazonaws.com sqs:SendMessage"

# All grants of the example `event-bus`, and the step of BudgetAnalysis that needs each.
OF_THE_EXAMPLE = {
    "MyPublisherFunctionRole: trusts lambda.amazonaws.com": "request",
    "MyPublisherFunctionRoleDefaultPolicy: logs:CreateLogStream": "publisher's log",
    "MyPublisherFunctionRoleDefaultPolicy: logs:PutLogEvents": "publisher's log",
    "MyPublisherFunctionConnectToPolicy: events:PutEvents": "request",
    "MyPublisherFunctionMyHttpApiPermission: lets apigateway.amazonaws.com lambda:InvokeFunction": "request",
    "MyConsumerBatchJobJobExecutionEventsRole: trusts events.amazonaws.com": "start",
    "MyConsumerBatchJobJobExecutionEventsRoleDefaultPolicy: states:StartExecution": "start",
    "MyConsumerBatchJobJobExecutionRole: trusts states.amazonaws.com": "deploy",
    "MyConsumerBatchJobJobExecutionRoleDefaultPolicy: batch:SubmitJob": "run",
    "MyConsumerBatchJobJobExecutionRoleDefaultPolicy: batch:DescribeJobs": "end",
    "MyConsumerBatchJobJobExecutionRoleDefaultPolicy: batch:TerminateJob": "stop",
    "MyConsumerBatchJobJobExecutionRoleDefaultPolicy: events:DescribeRule": "deploy",
    "MyConsumerBatchJobJobExecutionRoleDefaultPolicy: events:PutRule": "deploy",
    "MyConsumerBatchJobJobExecutionRoleDefaultPolicy: events:PutTargets": "deploy",
    "StpBatchInstanceRole: trusts ec2.amazonaws.com": "run",
    "StpBatchInstanceRole: has AmazonEC2ContainerServiceforEC2Role": "run",
    "MyConsumerBatchJobRole: trusts ecs-tasks.amazonaws.com": "run",
    "MyConsumerBatchJobContainerExecutionRole: trusts ecs-tasks.amazonaws.com": "run",
    "MyConsumerBatchJobContainerExecutionRoleDefaultPolicy: logs:CreateLogStream": "run",
    "MyConsumerBatchJobContainerExecutionRoleDefaultPolicy: logs:PutLogEvents": "run",
    "MyConsumerBatchJobContainerExecutionRoleDefaultPolicy: ecr:BatchCheckLayerAvailability": "run",
    "MyConsumerBatchJobContainerExecutionRoleDefaultPolicy: ecr:BatchGetImage": "run",
    "MyConsumerBatchJobContainerExecutionRoleDefaultPolicy: ecr:GetDownloadUrlForLayer": "run",
    "MyConsumerBatchJobContainerExecutionRoleDefaultPolicy: ecr:GetAuthorizationToken": "run",
}

# Of the app `event-sources`: what the example has not, and what needs it.
OF_EVENT_SOURCES = {
    "RecorderEvent0Permission: lets events.amazonaws.com lambda:InvokeFunction": {"rule"},
    "UnreachableEvent0Permission: lets events.amazonaws.com lambda:InvokeFunction": {"rule with a queue"},
    "LiveEvent0Permission: lets events.amazonaws.com lambda:InvokeFunction": {"rule to an alias"},
    "LiveApiPermission: lets apigateway.amazonaws.com lambda:InvokeFunction": {"route to an alias"},
    "GatekeeperApiPermission: lets apigateway.amazonaws.com lambda:InvokeFunction": {"authorizer"},
    "LinkedPublicUrlPermission: lets * lambda:InvokeFunctionUrl": {"function's url"},
    "LinkedInvokeFunctionPermission: lets * lambda:InvokeFunction": {"function's url"},
    "WorkerTriggerFunctionRoleDefaultPolicy: states:StartExecution": {"route to a job"},
    "WorkerConnectToPolicy: events:PutEvents": {"job's event"},
    **{
        f"CallerConnectToPolicy: {action}": {action}
        for action in (
            "lambda:InvokeFunction",
            "states:StartExecution",
            "states:ListExecutions",
            "states:DescribeExecution",
            "states:StopExecution",
            "batch:SubmitJob",
            "batch:DescribeJobs",
            "batch:ListJobs",
            "batch:TerminateJob",
        )
    },
}

# Of the app `constructs`, whose logical ids end with a hash: where a grant is, what it is, and what needs it.
OF_CONSTRUCTS = (
    ("SenderRoleDefaultPolicy", "events:PutEvents", "event"),
    ("SenderRoleDefaultPolicy", "lambda:InvokeFunction", "call"),
    ("ReceiverOnOrderAllowEventRule", RULE_PERMISSION, "event"),
)


@pytest.fixture(scope="class")
def example(app_of: Callable[[str], App]) -> Iterator[Trial]:
    app = app_of("event-bus")
    app.deploy()
    yield Trial(app.stack, app.template, BudgetAnalysis(app.stack))
    app.stack.delete()


@pytest.fixture(scope="class")
def event_sources(app_of: Callable[[str], App]) -> Iterator[Trial]:
    app = app_of("event-sources")
    app.deploy()
    yield Trial(app.stack, app.template, Orders(app.stack))
    app.stack.delete()


@pytest.fixture(scope="class")
def constructs(app_of: Callable[[str], App]) -> Iterator[Trial]:
    app = app_of("constructs")
    app.deploy()
    yield Trial(app.stack, app.template, SenderAndReceiver(app.stack))
    app.stack.delete()


@pytest.mark.apps("event-bus")
class TestOfTheExample:
    def test_these_are_all_its_grants(self, example: Trial) -> None:
        assert grants_in(example.template).keys() == OF_THE_EXAMPLE.keys()

    def test_together_they_are_enough(self, example: Trial) -> None:
        assert example.outcome() == (set(), set())

    @pytest.mark.parametrize("name", OF_THE_EXAMPLE)
    def test_without_one_the_step_that_needs_it_is_broken(self, example: Trial, name: str) -> None:
        assert example.steps_broken_without(name) == {OF_THE_EXAMPLE[name]}


@pytest.mark.apps("event-sources")
class TestOfEventSources:
    def test_each_of_its_grants_is_like_one_that_is_tried(self, event_sources: Trial) -> None:
        tried = {name.partition(": ")[2] for name in [*OF_THE_EXAMPLE, *OF_EVENT_SOURCES]}
        # The policy of the dead-letter queue is the config's own.
        kinds = {
            grant.kind
            for grant in grants_in(event_sources.template).values()
            if grant.logical_id != "DeadLettersPolicy"
        }
        assert kinds == tried

    def test_together_they_are_enough(self, event_sources: Trial) -> None:
        assert event_sources.outcome() == (set(), set())

    @pytest.mark.parametrize("name", OF_EVENT_SOURCES)
    def test_without_one_what_needs_it_is_broken(self, event_sources: Trial, name: str) -> None:
        assert event_sources.steps_broken_without(name) == OF_EVENT_SOURCES[name]


@pytest.mark.apps("constructs")
class TestOfConstructs:
    def test_each_of_its_grants_is_like_one_that_is_tried(self, constructs: Trial) -> None:
        tried = {kind for _, kind, _ in OF_CONSTRUCTS} | {QUEUE_PERMISSION}
        tried |= {name.partition(": ")[2] for name in OF_THE_EXAMPLE}
        assert {grant.kind for grant in grants_in(constructs.template).values()} <= tried

    def test_together_they_are_enough(self, constructs: Trial) -> None:
        assert constructs.outcome() == (set(), set())

    @pytest.mark.parametrize(("place", "kind", "step"), OF_CONSTRUCTS)
    def test_without_one_what_needs_it_is_broken(self, constructs: Trial, place: str, kind: str, step: str) -> None:
        assert constructs.steps_broken_without(name_of(constructs, place, kind)) == {step}

    def test_a_rule_without_its_permission_sends_events_to_the_queue(self, constructs: Trial) -> None:
        assert isinstance(constructs.scenario, SenderAndReceiver)
        permission = name_of(constructs, "ReceiverOnOrder", RULE_PERMISSION)

        assert constructs.steps_broken_without(permission) == {"event"}
        assert constructs.scenario.takes_the_lost_event()

        queue_policy = name_of(constructs, "LostPolicy", QUEUE_PERMISSION)
        assert constructs.steps_broken_without(permission, queue_policy) == {"event"}
        assert not constructs.scenario.takes_the_lost_event()


def name_of(trial: Trial, place: str, kind: str) -> str:
    """The name of the one grant of a kind in the resource whose logical id starts so."""
    (name,) = [
        name
        for name, grant in grants_in(trial.template).items()
        if grant.logical_id.startswith(place) and grant.kind == kind
    ]
    return name
