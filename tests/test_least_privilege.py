"""Our grants beside those of AWS SAM's connectors: never wider, for each pair that both know.

What is found stands in the tables of docs/grants.md, which `pytest --update-cases` writes.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
"""

from __future__ import annotations

import importlib.resources
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import aws_cdk as cdk
import pytest
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs

from stacktape_constructs import BatchJob, ContainerPackage, EventBus, Function, HttpApi, LambdaPackage
from stacktape_constructs.resources.function.destination import AnyDestination
from stacktape_constructs.resources.schedule.construct import schedule_rule
from tests.resources.synthesized import Synthesized
from tests.support import REPOSITORY, new_app
from tests.test_wildcards import ALLOWED, THE_AUTHORS

PAGE = REPOSITORY / "docs" / "grants.md"

#: An action that is allowed, and on what, in the words of the page.
Access = tuple[str, str]

#: What a SAM profile calls the resources of its statements.
PROFILE_WORDS = {
    "%{Destination.Arn}": "it",
    "%{Source.Arn}": "it, by this rule",
    "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:%{Destination.Name}:*": "its executions",
    # A connector's qualifier is `*` unless it is told another.
    "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:%{Source.ResourceId}/%{Source.Qualifier}": (
        "it, by this API"
    ),
}

#: Constructs that our statements are about, by their paths.
_NAMED = ("Bus", "Callee", "Callee/OnEvent", "Callee/Hourly", "Failed", "Api", "Job/JobExecution")
#: What CDK calls the permission in a rule.
_PERMISSION = "AllowEventRuleDemoCallee555E611D"

_IN_STACK = "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:%s"
_ELSEWHERE = "arn:aws:%s:eu-west-1:111122223333:failed"


@attrs.frozen
class Pair:
    """Two resources, and how the first gets access to the second.

    Attributes:
        source: the CloudFormation type of the first, as SAM names it.
        destination: that of the second.
        by: what grants the access.
        path: the construct that is the policy or the permission.
        words: our resources, with construct paths for logical ids, and what the page calls them.
    """

    source: str
    destination: str
    by: str
    path: str
    words: dict[str, str]

    def __str__(self) -> str:
        return f"{self.source} to {self.destination} by {self.by}"


_FUNCTION, _RULE, _API = "AWS::Lambda::Function", "AWS::Events::Rule", "AWS::ApiGatewayV2::Api"
_BUS, _MACHINE = "AWS::Events::EventBus", "AWS::StepFunctions::StateMachine"
_ANY_DESTINATION = {_FUNCTION: "lambda", "AWS::SQS::Queue": "sqs", "AWS::SNS::Topic": "sns", _BUS: "events"}

PAIRS = (
    Pair(_FUNCTION, _BUS, "`connectTo`", "ToBus/ConnectToPolicy", {"${Bus.Arn}": "it"}),
    Pair(
        _FUNCTION,
        _FUNCTION,
        "`connectTo`",
        "ToFunction/ConnectToPolicy",
        {_IN_STACK % ("lambda", "function:callee"): "it"},
    ),
    Pair(
        _FUNCTION,
        _MACHINE,
        "`connectTo` of a job",
        "ToJob/ConnectToPolicy",
        {
            _IN_STACK % ("states", "stateMachine:job"): "it",
            _IN_STACK % ("states", "execution:job:*"): "its executions",
        },
    ),
    *(
        Pair(
            _FUNCTION,
            type,
            "`destinations`",
            f"Fails-{service}/Role/DefaultPolicy",
            {_ELSEWHERE % service: "it"},
        )
        for type, service in _ANY_DESTINATION.items()
    ),
    Pair(_RULE, _FUNCTION, "an event", "Callee/OnEvent/{permission}", {"${Callee/OnEvent.Arn}": "it, by this rule"}),
    Pair(_RULE, _FUNCTION, "a schedule", "Callee/Hourly/{permission}", {"${Callee/Hourly.Arn}": "it, by this rule"}),
    Pair(
        _RULE, _MACHINE, "an event of a job", "Job/JobExecution/EventsRole/DefaultPolicy", {"${Job/JobExecution}": "it"}
    ),
    Pair(
        _RULE,
        "AWS::SQS::Queue",
        "`dead_letter_queue`",
        "Failed/Policy",
        {"${Failed.Arn}": "it", "${Callee/OnEvent.Arn}": "it, by this rule"},
    ),
    Pair(
        _API,
        _FUNCTION,
        "a route",
        "Callee/ApiPermission",
        {_IN_STACK % ("execute-api", "${Api}/*/*"): "it, by this API"},
    ),
)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _sams(pair: Pair) -> set[Access]:
    """What SAM's connector allows, with every category of access that it has."""
    profiles = importlib.resources.files("samtranslator.model.connector_profiles") / "profiles.json"
    profile = json.loads(profiles.read_text())["Permissions"][pair.source][pair.destination]
    return {
        (action, PROFILE_WORDS.get(where, where))
        for category in profile["Properties"]["AccessCategories"].values()
        for statement in category.get("Statement", [category])
        for action, where in _accesses(statement)
    }


def _accesses(statement: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The pairs of action and resource of a statement or permission; of the caller, where it names one."""
    where = statement.get("SourceArn", statement.get("Resource"))
    if "Condition" in statement:
        where = statement["Condition"]["ArnEquals"]["aws:SourceArn"]
    for action in _as_list(statement["Action"]):
        for resource in _as_list(where):
            yield action, resource


@pytest.fixture(scope="module")
def stack() -> Synthesized:
    """A stack that has each pair."""
    stack = cdk.Stack(new_app(), "Demo")
    package = LambdaPackage.inline("def handler(event, context): ...", runtime=lambda_.Runtime.PYTHON_3_13)
    bus = EventBus(stack, "Bus")
    job = BatchJob(
        stack,
        "Job",
        packaging=ContainerPackage.from_image("busybox"),
        cpu=1,
        memory=cdk.Size.mebibytes(200),
        state_machine_name="job",
        job_definition_name="job",
    )
    callee = Function(stack, "Callee", packaging=package, function_name="callee")
    for name, target in (("ToBus", bus), ("ToFunction", callee), ("ToJob", job)):
        Function(stack, name, packaging=package, connect_to=[target])
    for service in _ANY_DESTINATION.values():
        Function(stack, f"Fails-{service}", packaging=package, on_failure=AnyDestination(_ELSEWHERE % service))
    bus.add_rule("OnEvent", target=callee, pattern={"source": ["a"]}, dead_letter_queue=sqs.Queue(stack, "Failed"))
    bus.add_rule("OnEvent", target=job, pattern={"source": ["a"]})
    schedule_rule("Hourly", target=callee, schedule=events.Schedule.rate(cdk.Duration.hours(1)))
    HttpApi(stack, "Api", access_log=None).add_route(method="GET", path="/", target=callee)
    return Synthesized.of(stack)


def _ours(stack: Synthesized, pair: Pair) -> set[Access]:
    """What we allow in the destination's own service; what is about logs or AWS Batch, SAM knows nothing of."""
    properties = stack.properties(pair.path.format(permission=_PERMISSION))
    statements = properties["PolicyDocument"]["Statement"] if "PolicyDocument" in properties else [properties]
    found = {(action, _text(stack, where)) for s in statements for action, where in _accesses(s)}
    services = {action.split(":")[0] for action, _ in _sams(pair)}
    return {(action, pair.words.get(where, where)) for action, where in found if action.split(":")[0] in services}


def _text(stack: Synthesized, value: Any) -> str:
    """An ARN with construct paths in the place of logical ids."""
    if isinstance(value, str):
        return value
    ((function, argument),) = value.items()
    if function == "Fn::Join":
        return "".join(_text(stack, part) for part in argument[1])
    logical_id, *attribute = _as_list(argument)
    paths = {stack.logical_id(path): path for path in _NAMED}
    return f"${{{'.'.join([paths.get(logical_id, logical_id), *attribute])}}}"


def _rows(stack: Synthesized) -> Iterator[str]:
    for pair in PAIRS:
        ours, sams = _ours(stack, pair), _sams(pair)
        cells = (
            f"`{pair.source}`",
            f"`{pair.destination}`",
            pair.by,
            _listed(ours),
            _listed(sams - ours) or "nothing",
        )
        yield f"| {' | '.join(cells)} |"


def _listed(accesses: Iterable[Access]) -> str:
    """Actions by what they are on."""
    by_resource: dict[str, list[str]] = {}
    for action, where in sorted(accesses):
        by_resource.setdefault(where, []).append(f"`{action}`")
    return "; ".join(f"{', '.join(actions)} on {where}" for where, actions in sorted(by_resource.items()))


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_a_grant_allows_no_more_than_sams_connector(pair: Pair, stack: Synthesized) -> None:
    ours = _ours(stack, pair)

    assert ours, "the grant is in the template"
    assert ours <= _sams(pair)


def test_the_page_says_what_is_granted(stack: Synthesized, request: pytest.FixtureRequest) -> None:
    page = PAGE.read_text(encoding="utf-8")
    tables = {
        "connectors": "\n".join(_rows(stack)),
        "wildcards": "\n".join(
            f"| {', '.join(f'`{action}`' for action in sorted(each.actions.split()))} | {each.because} |"
            for each in ALLOWED
            if each.because != THE_AUTHORS
        ),
    }
    expected = page
    for name, rows in tables.items():
        section = re.compile(rf"(<!-- {name} -->\n.*?\|---[-|]*\n).*?(\n<!-- end of {name} -->)", re.DOTALL)
        assert section.search(page), name
        expected = section.sub(lambda found, rows=rows: f"{found[1]}{rows}{found[2]}", expected)
    if request.config.getoption("--update-cases"):
        PAGE.write_text(expected, encoding="utf-8")
    else:
        assert page == expected
