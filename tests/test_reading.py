from __future__ import annotations

import pytest

from stacktape_constructs.config.facts import ANY_ACCOUNT, ANY_REGION
from stacktape_constructs.errors import ConfigError
from stacktape_constructs.reading import ConfigFile, options_in


def _open(folder, text, **arguments):
    path = folder / "stacktape.yml"
    path.write_text(text)
    return ConfigFile.open(path, stage="dev", **arguments)


def _read(file, **arguments):
    return file.read(file.facts(region=ANY_REGION, account_id=ANY_ACCOUNT, **arguments))


def _problems(call):
    with pytest.raises(ConfigError) as caught:
        call()
    return [problem.message for problem in caught.value.problems]


def test_a_config_is_read_by_its_path(tmp_path):
    file = _open(tmp_path, "serviceName: shop\nresources: {bus: {type: event-bus}}\n")

    assert file.names.stack == "shop-dev"
    assert [resource.name for resource in _read(file).resources] == ["bus"]


def test_its_text_may_be_wrong_when_it_is_opened_as_long_as_it_can_be_named(tmp_path):
    file = _open(tmp_path, "resources: {bus: {type: bs}}\n", project_name="shop")

    assert _problems(lambda: _read(file))[0].startswith("unknown resource type 'bs'")


def test_references_are_checked_once_everything_can_be_read(tmp_path):
    text = """
    resources:
      my: {type: event-bus}
      My: {type: event-bus}
    stackConfig: {outputs: [{name: a, value: "$ResourceParam('yours', 'arn')"}]}
    """

    names, reference = sorted(_problems(lambda: _read(_open(tmp_path, text))), reverse=True)

    assert names.startswith("resource name 'My' and 'my' are one name in CloudFormation")
    assert reference.startswith("$ResourceParam('yours', 'arn') in the config: there is no resource 'yours'")


def test_a_project_folder_holds_its_config(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    file = _open(tmp_path, "resources: {bus: {type: event-bus}}\n")

    (problem,) = _problems(lambda: _read(file, project_folder=tmp_path / "elsewhere"))

    assert "must be the folder of the config" in problem
    assert _read(file, project_folder=tmp_path.parent).resources


def test_values_of_env_files_are_hidden_in_what_is_wrong_with_references(tmp_path):
    (tmp_path / ".env").write_text("NAME=abcdefghijklmnopq\n")
    text = """
    resources:
      f:
        type: function
        properties:
          packaging: {type: stacktape-lambda-buildpack, properties: {entryfilePath: f.py}}
          connectTo: [$File('.env').NAME]
    """

    (problem,) = _problems(lambda: _read(_open(tmp_path, text)))

    assert "which is no resource" in problem
    assert "abcdefghijklmnopq" not in problem


def test_a_switch_of_the_context_is_said_as_the_language_says_it() -> None:
    context = {"debug": True, "quiet": False, "stage": "dev", "size": 3, "zones": ["a"], "nothing": None}

    assert options_in(context) == {"debug": "true", "quiet": "false", "stage": "dev", "size": "3"}
