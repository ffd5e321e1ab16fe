from __future__ import annotations

import io
import json

import pytest

from tests.cli.running import run, run_apart
from tests.support import REPOSITORY

EXAMPLE = REPOSITORY / "examples" / "event-bus"

CONFIG = """
resources:
  orders: {type: event-bus}
  f:
    type: function
    properties:
      packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: f.py}}
      events:
        - {type: schedule, properties: {scheduleRate: rate(1 hour)}}
        - {type: event-bus, properties: {eventBusName: orders, eventPattern: {source: [shop]}}}
        - type: event-bus
          properties:
            useDefaultBus: true
            eventPattern: {source: [shop], region: [$Region()], account: [$AwsAccountId()]}
        - type: event-bus
          properties:
            eventBusArn: arn:aws:events:eu-west-1:123456789012:event-bus/partner
            eventPattern: {detail: {items: {sku: [a], count: [5]}}}
        - type: event-bus
          properties: {eventBusName: orders, eventPattern: {resources: ["$ResourceParam('orders', 'arn')"]}}
  g: {type: function, properties: {packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: f.py}}}}
"""


@pytest.fixture
def config(tmp_path, monkeypatch):
    (tmp_path / "stacktape.yml").write_text(CONFIG)
    (tmp_path / "event.json").write_text(
        json.dumps({"source": "shop", "region": "eu-west-1", "account": "111122223333"})
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_event_of_the_example_reaches_its_job(capsys):
    outcome = run(capsys, "match", EXAMPLE / "stacktape.yml", EXAMPLE / "event.json")

    assert (outcome.code, outcome.errors) == (0, "")
    assert outcome.output == "myConsumerBatchJob events[0] on bus myEventBus: matches\n1 of 1 rule matched\n"


def test_each_rule_says_whether_it_matches_and_why_not(config, capsys):
    outcome = run(capsys, "match", "stacktape.yml", "event.json")

    assert outcome.code == 0
    assert outcome.output.splitlines() == [
        "f events[1] on bus orders: matches",
        "f events[2] on bus default: not known",
        "    region[0] is only known at deploy; tell it by --region",
        "    account[0] is only known at deploy; tell it by --account",
        "f events[3] on bus arn:aws:events:eu-west-1:123456789012:event-bus/partner: does not match",
        '    detail.items.sku is not there, wanted "a"',
        "    detail.items.count is not there, wanted 5",
        "f events[4] on bus orders: not known",
        "    resources[0] is only known at deploy: $ResourceParam('orders', 'arn')",
        "1 of 4 rules matched; of 2 it is not known",
    ]


def test_a_bus_is_named_as_the_config_names_it(config, capsys):
    arn = "arn:aws:events:$Region():$AwsAccountId():event-bus/partner"
    written = "\"$Format('arn:aws:events:{}:{}:event-bus/partner', $Region(), $AwsAccountId())\""
    text = CONFIG.replace("arn:aws:events:eu-west-1:123456789012:event-bus/partner", written)
    (config / "stacktape.yml").write_text(text)

    outcome = run(capsys, "match", "stacktape.yml", "event.json", "--bus", arn)

    assert outcome.output.startswith(f"f events[3] on bus {arn}: does not match\n")


def test_a_token_of_the_cdk_in_a_pattern_is_shown_for_what_it_is(config, capsys):
    (config / "stacktape.yml").write_text(CONFIG.replace("[$Region()]", '["${Token[TOKEN.12]}"]'))

    outcome = run(capsys, "match", "stacktape.yml", "event.json", "--bus", "default")

    assert "    region[0] is only known at deploy: ${Token[TOKEN.12]}\n" in outcome.output


def test_what_is_told_is_known(config, capsys):
    arguments = ("match", "stacktape.yml", "event.json", "--bus", "default", "--region", "eu-west-1")

    assert run(capsys, *arguments, "--account", "111122223333").code == 0
    outcome = run(capsys, *arguments, "--account", "444455556666")
    assert outcome.code == 1
    assert '    account is "111122223333", wanted "444455556666"\n0 of 1 rule matched\n' in outcome.output


@pytest.mark.parametrize(
    ("source", "bus", "code", "said"),
    [
        ("shop", "default", 3, "0 of 1 rule matched; of 1 it is not known"),
        ("other", "default", 1, "0 of 1 rule matched"),
        ("other", "orders", 3, "0 of 2 rules matched; of 1 it is not known"),
        ("shop", "orders", 0, "1 of 2 rules matched; of 1 it is not known"),
        ("shop", "arn:aws:events:eu-west-1:123456789012:event-bus/partner", 1, "0 of 1 rule matched"),
    ],
)
def test_the_exit_code_tells_what_is_not_known_from_what_does_not_match(source, bus, code, said, config, capsys):
    (config / "event.json").write_text(json.dumps({"source": source}))

    outcome = run(capsys, "match", "stacktape.yml", "event.json", "--bus", bus)

    assert outcome.code == code
    assert outcome.output.splitlines()[-1] == said


def test_fields_that_match_in_different_elements_are_told(config, capsys):
    items = [{"sku": "a", "count": 1}, {"sku": "b", "count": 5}]
    (config / "event.json").write_text(json.dumps({"detail": {"items": items}}))

    outcome = run(capsys, "match", "stacktape.yml", "event.json")

    assert "    each field matches, but not together in one element of a list\n" in outcome.output


def test_an_event_can_come_from_standard_input(config, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"source": "shop"}')))

    assert run(capsys, "match", "stacktape.yml", "-", "--bus", "orders").code == 0


def test_standard_input_is_named_by_what_it_is(config, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"[1,")))

    outcome = run(capsys, "match", "stacktape.yml", "-")

    assert outcome.errors.startswith("standard input:1:4: this is no JSON: ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_event_is_read_in_each_encoding_that_json_is_written_in(encoding, config, capsys):
    event = json.dumps({"source": "größe"}, ensure_ascii=False).encode(encoding)
    (config / "event.json").write_bytes(event)
    (config / "stacktape.yml").write_text(CONFIG.replace("[shop]", "[größe]"), encoding="utf-8")

    assert run(capsys, "match", "stacktape.yml", "event.json", "--bus", "orders").code == 0
    arguments = ("match", "stacktape.yml", "-", "--bus", "orders")
    assert run_apart(*arguments, stdin=event, folder=config, PYTHONIOENCODING="latin-1").code == 0


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ('{"source": }', "event.json:1:12: this is no JSON: expecting value"),
        ("[]", "event 'event.json' must be an object with source, detail-type and detail"),
        ("\udcff", "event 'event.json' cannot be read as JSON in UTF-8: "),
        ("[" * 100_000, "event 'event.json' cannot be read as JSON in UTF-8: "),
        ("1" * 5000, "event 'event.json' cannot be read as JSON in UTF-8: "),
        ('{"Source": "a", "Detail": "{}"}', "event 'event.json' is written as an entry of PutEvents; give it as"),
    ],
)
def test_what_is_no_event_is_said(event, said, config, capsys):
    (config / "event.json").write_text(event, errors="surrogateescape")
    outcome = run(capsys, "match", "stacktape.yml", "event.json")

    assert (outcome.code, outcome.output) == (2, "")
    assert outcome.errors.startswith(said)


def test_an_event_that_is_not_there_is_said(config, capsys):
    outcome = run(capsys, "match", "stacktape.yml", "gone.json")

    assert (outcome.code, outcome.errors) == (2, "event 'gone.json' cannot be read: no such file or directory\n")


def test_a_bus_without_a_rule_is_said(config, capsys):
    outcome = run(capsys, "match", "stacktape.yml", "event.json", "--bus", "order")

    assert (outcome.code, outcome.errors) == (2, "no rule is on bus 'order'; did you mean 'orders'?\n")
    assert (
        "; there are rules on: orders, default, arn:"
        in run(capsys, "match", "stacktape.yml", "event.json", "--bus", "xyz").errors
    )


def test_a_config_without_rules_is_said(config, capsys):
    (config / "stacktape.yml").write_text("resources: {bus: {type: event-bus}}\n")

    outcome = run(capsys, "match", "stacktape.yml", "event.json")

    assert outcome.code == 2
    assert outcome.errors == "the config has no rule on an event bus, so there is nothing to match\n"


def test_a_wrong_config_is_said_with_its_problems(config, capsys):
    (config / "stacktape.yml").write_text("resources: {bus: {type: event-bs}}\n")

    outcome = run(capsys, "match", "stacktape.yml", "event.json")

    assert outcome.code == 2
    assert outcome.errors.startswith("1 problem in the config\nstacktape.yml:1:25: unknown resource type 'event-bs'")


def test_nothing_but_the_answer_is_printed():
    outcome = run_apart("match", EXAMPLE / "stacktape.yml", "-", stdin=b'{"detail": {"EventName": "OTHER"}}')

    assert outcome.code == 1
    assert outcome.errors == ""
    assert outcome.output.splitlines()[1] == '    detail.EventName is "OTHER", wanted "BUDGET_ANALYSIS"'
