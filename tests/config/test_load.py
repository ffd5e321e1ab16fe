from __future__ import annotations

import pytest

from stacktape_constructs.config.load import project_name_in
from stacktape_constructs.document.reader import read_text
from tests.config.configs import problems_of, read


def test_a_config_has_its_resources_in_the_order_of_the_file():
    config = read(
        """
        resources:
          b: {type: room}
          a:
            type: room
            overrides: {ARoom: {Name: x}}
        cloudformationResources:
          Topic: {Type: AWS::SNS::Topic}
        """
    )

    assert [(r.name, r.type, r.overrides is not None) for r in config.resources] == [
        ("b", "room", False),
        ("a", "room", True),
    ]
    assert [raw.logical_id for raw in config.raw_resources] == ["Topic"]


def test_what_has_no_effect_on_a_template_is_accepted():
    config = read(
        """
        serviceName: x
        variables: {unused: $Nope()}
        scripts: {a: {type: local-script, properties: {executeCommand: $Nope()}}}
        hooks: {beforeDeploy: [{scriptName: a}]}
        providerConfig: {mongoDbAtlas: {publicKey: $Secret('a')}}
        budgetControl: {limit: 5}
        deploymentConfig: {previousVersionsToKeep: 5, terminationProtection: true}
        resources: {a: {type: room}}
        """
    )

    assert config.deployment_config is not None
    assert config.deployment_config.termination_protection is True


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: the config is empty; it needs at least 'resources'"),
        ("resources: {}", "1:12: the config has no resources, and a stack must have at least one"),
        ("- a", "1:1: the config must be a mapping with 'resources', got a list"),
        (
            "serviceName: x",
            "1:1: property 'resources' of the config is missing: The resources by their names",
        ),
        ("resources: 5", "1:12: 'resources' must be a mapping of names to resources, got '5'"),
        (
            "resources: {}\nresorces: {}",
            "2:1: unknown property 'resorces' of the config; did you mean 'resources', which is there already?",
        ),
        ("resources: {a: 5}", "1:16: resource 'a' must be a mapping with 'type', got '5'"),
        ("resources: {a: {}}", "1:13: resource 'a' has no 'type'; supported: room, strict-room"),
        ("resources: {a: {type: [x]}}", "1:23: 'type' of resource 'a' must be text, got a list"),
        ("resources: {a: {type: }}", "1:23: 'type' of resource 'a' must be text, got nothing"),
        (
            "resources: {a: {type: romo}}",
            "1:23: unknown resource type 'romo'; supported: room, strict-room; did you mean 'room'?",
        ),
        (
            "resources: {a: {type: bucket}}",
            "1:23: resource type 'bucket' is not supported yet; supported: room, strict-room",
        ),
        ("resources: {a-b: {type: room}}", "1:13: resource name 'a-b' may have letters and digits only"),
        (
            "resources: {a: {type: room, property: {}}}",
            "1:29: unknown property 'property' of resource 'a'; did you mean 'properties'?",
        ),
        (
            "resources: {a: {type: room, Type: room}}",
            "1:29: unknown property 'Type' of resource 'a'; did you mean 'type', which is there already?",
        ),
        ("resources: {a: {typ: room}}", "1:17: unknown property 'typ' of resource 'a'; did you mean 'type'?"),
        (
            "resources: {a: {type: strict-room, propertes: {watts: 5}}}",
            "1:36: unknown property 'propertes' of resource 'a'; did you mean 'properties'?",
        ),
        (
            "resources: {a: {type: dining-room}}",
            "1:23: unknown resource type 'dining-room'; supported: room, strict-room; did you mean 'room'?",
        ),
        (
            "resources: {a: {type: bukket}}",
            "1:23: unknown resource type 'bukket'; supported: room, strict-room; did you mean 'bucket', "
            "which is not supported yet?",
        ),
        (
            "resources: {a: {type: room, zzz: {}}}",
            "1:29: unknown property 'zzz' of resource 'a'; it has: type, properties, overrides",
        ),
        (
            "resources: {a: {type: room, properties: }}",
            "1:41: 'properties' of room 'a' is empty; remove the key",
        ),
        (
            "resources: {a: {type: strict-room}}",
            "1:13: property 'watts' of strict-room 'a' is missing: Power",
        ),
        (
            "resources: {a: {type: room, overrides: 5}}",
            "1:40: 'overrides' of room 'a' must be a mapping of CloudFormation logical ids, got '5'",
        ),
        (
            "resources: {functions: {a: {filePath: x}}}",
            "1:13: 'functions' groups resources as configs of 2020 did, which is not supported; write each resource "
            "under 'resources' with its name, 'type' and 'properties'",
        ),
        (
            "resources: {}\ncloudformationResources: 5",
            "2:26: 'cloudformationResources' must be a mapping of logical ids to resources, got '5'",
        ),
        (
            "resources: {}\ncloudformationResources: {a-b: {Type: X}}",
            "2:27: logical id 'a-b' may have 1 to 255 letters and digits only",
        ),
        (
            "resources: {}\ncloudformationResources: {a: {type: X}}",
            "2:30: CloudFormation resource 'a' must be a mapping with 'Type', such as AWS::SNS::Topic",
        ),
        (
            "resources: {}\nstackConfig: {outputs: [{name: A_B, value: x}]}",
            "2:32: output name 'A_B' may have letters and digits only, as in 'AB'",
        ),
        (
            "resources: {}\nstackConfig: {outputs: [{name: a, value: x}, {name: a, value: y}]}",
            "2:53: output 'a' is declared twice; the first is on line 2",
        ),
        (
            "resources: {}\nstackConfig: {vpc: {reuseVpc: {}}}",
            "2:15: 'stackConfig.vpc' of the config is not supported yet; remove it to go on without it",
        ),
    ],
)
def test_what_is_wrong_with_the_whole_is_said_with_its_place(text, problem):
    assert problems_of(text) == [problem]


def test_a_failed_directive_is_one_problem_wherever_it_stands():
    problems = problems_of(
        """
        resources:
          a: $Nope()
          b: {type: $Nope()}
          c: {type: room, properties: $Nope()}
          d: {type: room, overrides: $Nope()}
          e: {type: room, properties: {lights: [{type: $Nope()}], notes: [$Nope()]}}
        cloudformationResources: {X: $Nope()}
        """
    )

    assert len(problems) == 7
    assert all("unknown directive $Nope()" in problem for problem in problems)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("serviceName: shop", "shop"),
        ("stackName: shop", "shop"),
        ("serviceName: $Stage()", None),
        ("serviceName:", None),
        ("resources: {}", None),
        ("- a", None),
        ("", None),
    ],
)
def test_a_config_may_name_its_project(text, name):
    said = project_name_in(read_text(text, name="stacktape.yml"))

    assert (said and said.text) == name


@pytest.mark.parametrize(
    ("key", "entry"), [("resources", "{type: room, properties: {name: a}}"), ("cloudformationResources", "{Type: X}")]
)
def test_a_stack_has_a_limit_that_is_said_at_the_first_resource_over_it(key, entry):
    entries = "".join(f"  r{index}: {entry}\n" for index in range(502))
    text = f"resources: {{}}\n{key}:\n{entries}" if key != "resources" else f"{key}:\n{entries}"
    first_over = text.splitlines().index(f"  r500: {entry}") + 1

    assert problems_of(text) == [f"{first_over}:3: a stack has at most 500 resources, got 502; make two configs of it"]


@pytest.mark.parametrize(
    ("text", "line", "language"),
    [
        ("AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n", 1, "a template of CloudFormation or SAM"),
        ("Resources: {}\nTransform: AWS::Serverless-2016-10-31\n", 2, "a template of CloudFormation or SAM"),
        (
            "service: shop\nprovider: {name: aws}\nfunctions: {a: {handler: a.b}}\nresources: {Resources: {}}\n",
            2,
            "a config of the Serverless Framework",
        ),
    ],
)
def test_a_file_of_another_tool_is_one_problem_that_says_so(text, line, language):
    assert problems_of(text) == [
        f"{line}:1: this is {language} and no Stacktape config, whose 'resources' have types such as 'function'; "
        "docs/coming-from-sam-serverless-sst.md says what is called what"
    ]
