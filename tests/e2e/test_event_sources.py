"""Every event that the library has, delivered: rules, schedules, routes, URLs, calls and starts by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.e2e.cloud import Answer, eventually
from tests.e2e.deployment import App, Stack

pytestmark = pytest.mark.apps("event-sources")


@pytest.fixture(scope="module")
def app(app_of: Callable[[str], App]) -> Iterator[App]:
    app = app_of("event-sources")
    app.cloud.forget_denials()
    app.deploy()
    yield app
    app.destroy()


@pytest.fixture(scope="module")
def stack(app: App) -> Stack:
    return app.stack


@pytest.fixture(scope="module")
def machine(stack: Stack) -> str:
    """The state machine that runs the job."""
    return stack.physical_id("AWS::StepFunctions::StateMachine")


@pytest.fixture(scope="module")
def failing(stack: Stack, machine: str) -> dict[int, str]:
    """Executions by how often their jobs fail; they wait before they try again, so they are started at once."""
    return {failures: start(stack, machine, {"detail": {"failures": failures}}) for failures in (2, 3)}


@pytest.fixture(scope="module")
def order(stack: Stack) -> dict[str, Any]:
    """An order that has been put on the bus."""
    detail = {"item": "apple", "count": 3}
    put_event(stack, "Order", detail)
    return detail


def put_event(stack: Stack, detail_type: str, detail: dict[str, Any], **fields: str) -> None:
    entry = {"EventBusName": "event-sources-dev-orders", "Source": "e2e", "DetailType": detail_type}
    entry |= {"Detail": json.dumps(detail), **fields}
    answer = stack.cloud.client("events").put_events(Entries=[entry])
    assert answer["FailedEntryCount"] == 0, answer


def get(stack: Stack, path: str, **headers: str) -> Answer:
    return stack.cloud.request(f"{stack.outputs()['apiUrl']}{path}", headers=headers)


def received(stack: Stack, name: str, matches: Callable[[Any], Any], *, count: int = 1) -> list[Any]:
    """What a function or job got, as soon as so much of it matches."""

    def look() -> list[Any] | None:
        found = [event for event in stack.received_by(name) if matches(event)]
        return found if len(found) >= count else None

    return eventually(look, within=20, what=f"{name} has got it; it has got {stack.received_by(name)}")


def jobs_with(stack: Stack, text: str, *, count: int = 1) -> list[Any]:
    """The runs of the job that were started with a text."""
    return received(stack, "Worker", lambda run: text in run["text"], count=count)


class TestRulesOfABus:
    def test_a_function_gets_the_whole_event(self, stack: Stack, order: dict[str, Any]) -> None:
        (event,) = received(stack, "Recorder", lambda event: event.get("detail") == order)
        assert (event["source"], event["detail-type"]) == ("e2e", "Order")

    def test_a_function_gets_a_constant_with_its_nulls(self, stack: Stack, order: dict[str, Any]) -> None:
        assert received(stack, "Recorder", lambda event: event == {"by": "input", "nothing": None})

    def test_a_function_gets_the_part_that_a_path_names(self, stack: Stack, order: dict[str, Any]) -> None:
        assert received(stack, "Recorder", lambda event: event == order)

    def test_a_function_gets_a_transformed_object(self, stack: Stack, order: dict[str, Any]) -> None:
        (event,) = received(stack, "Recorder", lambda event: event.get("by") == "an object")
        rule = stack.physical_ids()["RecorderEvent3Rule"]
        assert event["text"] == f"one apple in {rule}"

    def test_a_function_gets_a_transformed_text(self, stack: Stack, order: dict[str, Any]) -> None:
        assert received(stack, "Recorder", lambda event: event == {"by": "a text", "count": 3})

    def test_a_function_with_provisioned_concurrency_is_called_by_its_alias(
        self, stack: Stack, order: dict[str, Any]
    ) -> None:
        assert received(stack, "Live", lambda event: event.get("detail") == order)
        log = stack.cloud.messages(stack.physical_id("AWS::Logs::LogGroup", "LiveLogGroup"))
        assert any(line.startswith("START") and line.endswith("Version: 1") for line in log)

    def test_a_job_gets_the_part_that_a_path_names(self, stack: Stack, order: dict[str, Any]) -> None:
        (run,) = received(stack, "Worker", lambda run: _json_or_none(run["text"]) == order)
        assert run["attempt"] == 1

    def test_a_job_gets_a_transformed_object(self, stack: Stack, order: dict[str, Any]) -> None:
        assert received(stack, "Worker", lambda run: _json_or_none(run["text"]) == {"bought": "3 of them"})

    def test_the_archive_keeps_the_event(self, stack: Stack, order: dict[str, Any]) -> None:
        name = stack.physical_id("AWS::Events::Archive")
        archive = stack.cloud.client("events").describe_archive(ArchiveName=name)
        assert archive["RetentionDays"] == 7
        assert archive["EventCount"] >= 1

    def test_a_rule_listens_to_the_default_bus(self, stack: Stack) -> None:
        put_event(stack, "Greeting", {"to": "the default bus"}, EventBusName="default", Source="e2e.default")
        assert received(stack, "Recorder", lambda event: event.get("source") == "e2e.default")

    def test_what_cannot_be_delivered_goes_to_the_dead_letter_queue(self, stack: Stack) -> None:
        (statement,) = json.loads(
            stack.cloud.client("lambda").get_policy(FunctionName="event-sources-dev-unreachable")["Policy"]
        )["Statement"]
        stack.cloud.client("lambda").remove_permission(
            FunctionName="event-sources-dev-unreachable", StatementId=statement["Sid"]
        )

        put_event(stack, "Lost", {"item": "glove"})

        queue = stack.outputs()["deadLettersUrl"]
        answer = stack.cloud.client("sqs").receive_message(QueueUrl=queue, WaitTimeSeconds=5)
        (message,) = answer["Messages"]
        assert json.loads(message["Body"])["detail"] == {"item": "glove"}


class TestRoutes:
    def test_a_function_is_sent_format_1_unless_told_otherwise(self, stack: Stack) -> None:
        request = get(stack, "/one/5?size=large").json
        assert request["version"] == "1.0"
        assert (request["httpMethod"], request["path"]) == ("GET", "/one/5")
        assert request["pathParameters"] == {"id": "5"}
        assert request["queryStringParameters"] == {"size": "large"}

    def test_a_function_is_sent_format_2_where_its_event_says_so(self, stack: Stack) -> None:
        request = get(stack, "/two/5?size=large").json
        assert request["version"] == "2.0"
        assert (request["routeKey"], request["rawPath"]) == ("GET /two/{id}", "/two/5")
        assert request["pathParameters"] == {"id": "5"}

    def test_the_default_route_takes_what_no_other_has(self, stack: Stack) -> None:
        request = get(stack, "/of/no/route").json
        assert (request["resource"], request["path"]) == ("$default", "/of/no/route")

    def test_a_route_calls_the_alias_of_a_function(self, stack: Stack) -> None:
        assert get(stack, "/live").json["path"] == "/live"

    def test_a_job_is_started_and_the_request_answered_at_once(self, stack: Stack, machine: str) -> None:
        answer = get(stack, "/work?for=a-request")

        assert answer.status == 200, answer
        execution = answer.json["stateMachineExecutionArn"]
        assert execution.startswith(f"{machine.replace(':stateMachine:', ':execution:')}:")
        assert answer.json["stateMachineName"] == machine.rpartition(":")[2]
        (run,) = jobs_with(stack, "a-request")
        request = json.loads(run["text"])
        assert (request["version"], request["path"]) == ("1.0", "/work")

    @pytest.mark.parametrize("path", ["/guarded", "/guarded-by-policy"])
    def test_a_function_decides_who_may_call(self, stack: Stack, path: str) -> None:
        assert get(stack, path).status == 401
        assert get(stack, path, Authorization="stranger").status == 403
        answer = get(stack, path, Authorization="friend")
        assert answer.status == 200, answer
        assert answer.json["requestContext"]["authorizer"]["lambda"]["guest"] == "a friend"

    def test_a_function_has_a_url_of_its_own(self, stack: Stack) -> None:
        request = stack.cloud.request(f"{stack.outputs()['linkedUrl']}hello?size=large").json
        assert (request["version"], request["rawPath"]) == ("2.0", "/hello")
        assert request["queryStringParameters"] == {"size": "large"}


class TestConnections:
    def test_a_function_does_all_that_its_connections_are_for(self, stack: Stack) -> None:
        answer = get(stack, "/calls")
        assert answer.status == 200, answer
        assert answer.json == []
        assert received(stack, "Recorder", lambda event: event == {"by": "caller"})

    def test_a_job_publishes_on_the_bus_that_it_is_connected_to(self, stack: Stack) -> None:
        put_event(stack, "Work", {"publish": {"item": "pear"}})
        (event,) = received(stack, "Recorder", lambda event: event.get("source") == "e2e.worker")
        assert event["detail"] == {"item": "pear"}


class TestRunsOfAJob:
    def test_a_job_is_told_what_it_is_started_for(self, stack: Stack) -> None:
        put_event(stack, "Work", {"quotes": "\"double\", 'single' and \\"})
        (run,) = jobs_with(stack, "quotes")
        assert json.loads(run["text"])["detail"] == {"quotes": "\"double\", 'single' and \\"}
        expected = {"attempt": 1, "attempts": 3, "region": "us-east-1", "greeting": "good morning"}
        assert run | expected == run

    def test_a_job_that_fails_twice_is_run_three_times(self, stack: Stack, failing: dict[int, str]) -> None:
        assert ended(stack, failing[2])["status"] == "SUCCEEDED"
        runs = jobs_with(stack, '"failures":2', count=3)
        assert [(run["attempt"], run["attempts"]) for run in runs] == [(1, 3), (2, 3), (3, 3)]

    def test_a_job_that_fails_too_often_fails_its_execution(self, stack: Stack, failing: dict[int, str]) -> None:
        failed = ended(stack, failing[3])

        assert failed["status"] == "FAILED"
        job = json.loads(failed["cause"])
        assert job["container"]["exitCode"] == 1
        assert job["timeout"] == {"attemptDurationSeconds": 60}
        assert len(jobs_with(stack, '"failures":3', count=3)) == 3

    def test_a_start_by_hand_may_give_the_text_and_name_the_job(self, stack: Stack, machine: str) -> None:
        execution = start(stack, machine, {"triggerEvent": "just a text", "jobName": "a-name-of-mine"})

        output = json.loads(ended(stack, execution)["output"])

        assert output["JobName"] == "a-name-of-mine"
        assert jobs_with(stack, "just a text")[0]["text"] == "just a text"

    def test_a_start_by_hand_may_give_the_text_alone(self, stack: Stack, machine: str) -> None:
        execution = start(stack, machine, {"triggerEvent": "a text alone"})

        output = json.loads(ended(stack, execution)["output"])

        assert output["JobName"].startswith("worker-event-sources-dev-")
        assert jobs_with(stack, "a text alone")[0]["text"] == "a text alone"

    @pytest.mark.parametrize(
        "event",
        [
            {"anything": "else"},
            {"triggerEvent": {"no": "text"}},
            {"triggerEvent": None, "jobName": "of-an-event"},
            ["a", "list"],
            "a bare text",
            17,
        ],
        ids=json.dumps,
    )
    def test_any_other_input_is_the_event(self, stack: Stack, machine: str, event: object) -> None:
        execution = start(stack, machine, event)

        output = json.loads(ended(stack, execution)["output"])

        assert output["JobName"].startswith("worker-event-sources-dev-")
        received(stack, "Worker", lambda run: _json_or_none(run["text"]) == event)

    def test_stopping_an_execution_ends_its_job(self, stack: Stack, machine: str) -> None:
        event = {"detail": {"seconds": 50}}
        execution = start(stack, machine, {"triggerEvent": json.dumps(event), "jobName": "to-be-stopped"})
        batch = stack.cloud.client("batch")
        queue = stack.physical_id("AWS::Batch::JobQueue")

        def running() -> list[str]:
            jobs = batch.list_jobs(jobQueue=queue, jobStatus="RUNNING")["jobSummaryList"]
            return [job["jobId"] for job in jobs if job["jobName"] == "to-be-stopped"]

        (job,) = eventually(running, within=10, what="the job runs")

        stack.cloud.client("stepfunctions").stop_execution(executionArn=execution)

        eventually(
            lambda: batch.describe_jobs(jobs=[job])["jobs"][0]["status"] == "FAILED",
            within=10,
            what="the job has been ended",
        )


class TestSchedules:
    # Almost last, when all of them have been due.
    def test_a_rate_calls_a_function_with_a_constant_again_and_again(self, stack: Stack) -> None:
        received(stack, "Clock", lambda event: event == {"by": "rate"}, count=2)

    def test_a_cron_expression_calls_a_function_with_a_part_of_the_event(self, stack: Stack) -> None:
        received(stack, "Clock", lambda event: event == "Scheduled Event", count=2)

    def test_a_rate_calls_a_function_with_a_transformed_object(self, stack: Stack) -> None:
        received(stack, "Clock", lambda event: event == {"by": "aws.events at a rate"})

    def test_a_rate_starts_a_job(self, stack: Stack) -> None:
        received(stack, "Worker", lambda run: run["text"] == '{"by":"rate"}')


def test_nothing_in_it_asks_for_more_than_it_may(stack: Stack) -> None:
    # The permission of the unreachable function is taken away, for its events to be lost.
    refused = {denial for denial in stack.cloud.denials() if "unreachable" not in denial.resource}
    assert refused == set()


def test_destroying_it_keeps_the_archive_with_its_events_and_the_bus_that_they_can_be_replayed_to(
    app: App, order: dict[str, Any]
) -> None:
    events = app.cloud.client("events")
    archive = app.stack.physical_id("AWS::Events::Archive")
    api = app.stack.physical_id("AWS::ApiGatewayV2::Api")

    app.destroy(keep=True)

    kept = events.describe_archive(ArchiveName=archive)
    assert kept["EventCount"] >= 1
    assert kept["EventSourceArn"] == events.describe_event_bus(Name="event-sources-dev-orders")["Arn"]
    assert api not in {found["ApiId"] for found in app.cloud.client("apigatewayv2").get_apis()["Items"]}


def start(stack: Stack, machine: str, event: object) -> str:
    """Starts an execution as a person would."""
    answer = stack.cloud.client("stepfunctions").start_execution(stateMachineArn=machine, input=json.dumps(event))
    arn: str = answer["executionArn"]
    return arn


def ended(stack: Stack, execution: str) -> dict[str, Any]:
    """An execution that has ended."""

    def look() -> dict[str, Any] | None:
        found: dict[str, Any] = stack.cloud.client("stepfunctions").describe_execution(executionArn=execution)
        return None if found["status"] == "RUNNING" else found

    return eventually(look, within=30, what="the execution has ended")


def _json_or_none(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return None
