from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.support import REPOSITORY
from tests.test_error_cases import CASES

#: What can only be seen of what is built.
_SEEN_WHEN_BUILT = {"one-route-twice", "unknown-logical-ids", "wrong-arguments", "wrong-names-in-overrides"}

WRONG = """\
resources:
  f:
    type: function
    properties:
      memroy: 5
"""


@pytest.fixture
def wrong(tmp_path, monkeypatch):
    (tmp_path / "wrong.yml").write_text(WRONG)
    (tmp_path / "right.yml").write_text("resources: {bus: {type: event-bus}}\n")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("case", sorted(CASES.glob("*.yml")), ids=lambda case: case.stem)
def test_it_says_what_the_stack_says(case: Path, capsys, monkeypatch):
    monkeypatch.chdir(case.parent)
    outcome = run(capsys, "validate", case.name)
    _, *expected = case.with_suffix(".txt").read_text().splitlines()

    if case.stem in _SEEN_WHEN_BUILT:
        assert outcome.code == 0
    else:
        assert outcome.code == 1
        assert outcome.output.replace(str(CASES), "FOLDER").splitlines()[:-1] == expected


@pytest.mark.parametrize("example", sorted(REPOSITORY.glob("examples/*/stacktape.yml")), ids=lambda e: e.parent.name)
def test_the_examples_are_right(example, capsys):
    outcome = run(capsys, "validate", example)

    assert outcome.code == 0
    assert outcome.output.startswith("no problems in 1 config;")


@pytest.mark.usefixtures("wrong")
class TestFormats:
    def test_text_shows_the_line_of_each_problem_and_counts_them(self, capsys):
        outcome = run(capsys, "validate", "wrong.yml", "right.yml")

        assert outcome.code == 1
        assert outcome.output.splitlines()[3:] == [
            "wrong.yml:5:7: unknown property 'memroy' of function 'f'; did you mean 'memory'?",
            "          memroy: 5",
            "          ^",
            "2 problems in 2 configs",
        ]

    def test_json_has_a_record_of_each_problem(self, capsys):
        outcome = run(capsys, "validate", "wrong.yml", "gone.yml", "--format", "json")
        missing, unknown, gone = json.loads(outcome.output)

        assert outcome.code == 1
        assert (missing["line"], missing["column"]) == (4, 5)
        assert (unknown["file"], unknown["line"], unknown["column"]) == ("wrong.yml", 5, 7)
        assert not unknown["unsupported"]
        assert gone == {
            "file": "gone.yml",
            "severity": "error",
            "line": None,
            "column": None,
            "message": "file 'gone.yml' does not exist; did you mean 'wrong.yml'?",
            "unsupported": False,
        }

    def test_json_of_what_is_right_is_an_empty_list(self, capsys):
        outcome = run(capsys, "validate", "right.yml", "--format", "json")

        assert (outcome.code, outcome.output) == (0, "[]\n")

    def test_github_has_a_command_for_each_problem(self, capsys):
        outcome = run(capsys, "validate", "wrong.yml", "--format", "github")

        assert outcome.code == 1
        assert "::error file=wrong.yml,line=5,col=7::unknown property 'memroy'" in outcome.output

    def test_github_has_paths_from_the_root_of_the_repository(self, tmp_path, capsys, monkeypatch):
        (tmp_path / "shop" / "parts").mkdir(parents=True)
        (tmp_path / "shop" / "stacktape.yml").write_text(
            WRONG.split("    properties")[0] + "    properties: $File('parts/f.yml')\n"
        )
        (tmp_path / "shop" / "parts" / "f.yml").write_text("memory: much\n")
        monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
        monkeypatch.chdir(tmp_path / "shop" / "parts")

        outcome = run(capsys, "validate", "./../stacktape.yml", "--format", "github")

        assert {line.partition(",")[0] for line in outcome.output.splitlines()} == {
            "::error file=shop/stacktape.yml",
            "::error file=shop/parts/f.yml",
        }

    def test_a_file_that_a_config_reads_is_named_from_where_the_command_runs(self, tmp_path, capsys):
        (tmp_path / "shop").mkdir()
        (tmp_path / "shop" / "stacktape.yml").write_text(
            WRONG.split("    properties")[0] + "    properties: $File('f.yml')\n"
        )
        (tmp_path / "shop" / "f.yml").write_text("memory: much\n")

        outcome = run(capsys, "validate", "shop/stacktape.yml", "--format", "json")

        assert {Path(problem["file"]) for problem in json.loads(outcome.output)} == {
            Path("shop/stacktape.yml"),
            Path("shop/f.yml"),
        }
        assert run(capsys, "validate", "shop/stacktape.yml").output.startswith(
            "shop/f.yml:1:9: 'memory' of function 'f'"
        )

    def test_a_file_that_a_link_to_a_config_reads_is_named_by_where_it_is(self, tmp_path, capsys):
        (tmp_path / "shop").mkdir()
        (tmp_path / "shop" / "stacktape.yml").write_text("resources: $File('f.yml')\n")
        (tmp_path / "shop" / "f.yml").write_text("bus: {type: bus}\n")
        (tmp_path / "link.yml").symlink_to("shop/stacktape.yml")

        assert f"{tmp_path}/shop/f.yml:1:13: " in run(capsys, "validate", "link.yml").output

    def test_warnings_are_said_and_leave_the_exit_code(self, tmp_path, capsys):
        (tmp_path / "doubtful.yml").write_text(
            "resources: {bus: {type: event-bus, overrides: {BusEventBus: {Description: of $Stage()}}}}\n"
        )
        said = (
            "$Stage() in the text 'of $Stage()' is not evaluated, for a directive must be the whole of a value; "
            "write $Format('of {}', $Stage())"
        )

        text = run(capsys, "validate", "doubtful.yml", "right.yml")
        github = run(capsys, "validate", "doubtful.yml", "--format", "github")
        (record,) = json.loads(run(capsys, "validate", "doubtful.yml", "--format", "json").output)

        assert text.code == github.code == 0
        assert text.output.splitlines()[0] == f"doubtful.yml:1:75: warning: {said}"
        assert text.output.splitlines()[-1].startswith("no problems and 1 warning in 2 configs; ")
        assert github.output == f"::warning file=doubtful.yml,line=1,col=75::{said}\n"
        assert (record["severity"], record["line"], record["message"]) == ("warning", 1, said)

    def test_what_is_wrong_is_said_beside_what_is_doubtful(self, tmp_path, capsys):
        (tmp_path / "both.yml").write_text(f"{WRONG}      runtime: x-$Stage()\n")

        outcome = run(capsys, "validate", "both.yml")

        assert outcome.code == 1
        assert outcome.output.splitlines()[-1] == "3 problems and 1 warning in 1 config"

    def test_what_github_would_read_as_part_of_a_command_is_escaped(self, tmp_path, capsys):
        (tmp_path / "a,b:c.yml").write_text('resources: {f: {type: "100%\\nfun"}}\n')
        outcome = run(capsys, "validate", "a,b:c.yml", "--format", "github")

        assert outcome.output.startswith("::error file=a%2Cb%3Ac.yml,line=1,col=23::unknown resource type '100%25")
        assert outcome.output.count("\n") == 1

    def test_a_config_that_is_not_there_is_named(self, capsys):
        outcome = run(capsys, "validate", "gone.yml")

        said = "gone.yml: file 'gone.yml' does not exist; did you mean 'wrong.yml'?"

        assert outcome.output == f"{said}\n1 problem in 1 config\n"

    def test_without_a_name_it_is_the_config_of_the_folder(self, tmp_path, capsys):
        assert "'stacktape.yml' does not exist" in run(capsys, "validate").output

        (tmp_path / "stacktape.yml").write_text("resources: {bus: {type: event-bus}}\n")

        assert run(capsys, "validate").code == 0


class TestCircumstances:
    @pytest.mark.parametrize(
        ("value", "arguments"),
        [
            ("$CliArgs('colour')", ("-c", "colour=red")),
            ("$CliArgs('stage')", ("--stage", "prod")),
            ("$CliArgs('account')", ("--account", "111122223333")),
            ("$Profile()", ("--profile", "shop")),
        ],
    )
    def test_directives_read_the_options(self, value, arguments, tmp_path, capsys):
        config = tmp_path / "stacktape.yml"
        config.write_text(
            f"stackConfig: {{tags: [{{name: a, value: {value}}}]}}\nresources: {{bus: {{type: event-bus}}}}\n"
        )

        assert run(capsys, "validate", config, "--stage", "dev", *arguments).code == 0
        if arguments[0] != "--stage":
            assert run(capsys, "validate", config).code == 1

    def test_a_region_that_is_known_at_deploy_only_is_fine_where_the_cdk_takes_one(self, tmp_path, capsys):
        config = tmp_path / "stacktape.yml"
        config.write_text(
            """
            resources:
              f:
                type: function
                properties:
                  packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: f.py}}
                  iamRoleStatements:
                    - {Resource: ["$Format('arn:aws:s3:::{}-files', $Region())"], Action: ['s3:GetObject']}
            """
        )

        assert run(capsys, "validate", config).code == 0

    def test_the_name_of_the_project_is_checked(self, tmp_path, capsys):
        config = tmp_path / "stacktape.yml"
        config.write_text("resources: {bus: {type: event-bus}}\n")

        outcome = run(capsys, "validate", config, "--project-name", "1shop")

        assert "stack name '1shop-dev'" in outcome.output

    @pytest.mark.parametrize(("stage", "place"), [("dev", "{}:1:14"), ("de v", "{}")])
    def test_the_name_is_where_the_config_says_it_if_that_is_at_fault(self, stage, place, tmp_path, capsys):
        config = tmp_path / "stacktape.yml"
        name = "my_shop" if stage == "dev" else "shop"
        config.write_text(f"serviceName: {name}\nresources: {{bus: {{type: event-bus}}}}\n")

        outcome = run(capsys, "validate", config, "--stage", stage)

        assert outcome.output.startswith(
            f"{place.format(config)}: stack name '{name}-{stage}' (project name and stage)"
        )

    def test_values_of_env_files_are_not_shown(self, tmp_path, capsys):
        (tmp_path / ".env").write_text("TOKEN=abcdefghijklmnopqrstuvwxyz\n")
        config = tmp_path / "stacktape.yml"
        config.write_text(
            "resources: {f: {type: function, properties: {packaging: {type: custom-artifact, "
            "properties: {packagePath: a}}, runtime: $File('.env').TOKEN}}}\n"
        )

        outcome = run(capsys, "validate", config)

        assert outcome.code == 1
        assert "abcdefghijkl" not in outcome.output.splitlines()[0]
