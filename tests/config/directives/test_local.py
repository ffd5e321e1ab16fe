from __future__ import annotations

import subprocess

import pytest

from tests.config.configs import problems_of, read_room, room_problems


def name_of(value, *, variables="", **facts):
    """What a room is called whose name is a directive."""
    from tests.config.configs import read

    resources = f"resources:\n  hall:\n    type: room\n    properties:\n      name: {value}\n"
    return read(f"variables: {variables or '{}'}\n{resources}", **facts).resources[0].properties.name


@pytest.mark.parametrize(
    ("directive", "value"),
    [
        ("$Stage()", "dev"),
        ("$Region()", "eu-west-1"),
        ("$AwsAccountId()", "123456789012"),
        ("$Format('{}-{}', $Stage(), 'x')", "dev-x"),
        ("$Format('a,b ({}) {}', 'x,y', \"q'z\")", "a,b (x,y) q'z"),
        ("$Format('{}{}', true, 12)", "true12"),
        ("$Format('{}', $Format('{}', $Format('{}', $Stage())))", "dev"),
        ("$Format(abc)", "abc"),
        ("$CliArgs('stage')", "dev"),
        ("$CliArgs('projectName')", "shop"),
        ("$CliArgs('colour', 'red')", "red"),
        ("$This().resources.hall.type", "room"),
        ("pre-$Stage()", "pre-$Stage()"),
    ],
)
def test_a_local_directive_gives_its_value(directive, value):
    assert name_of(f"{directive!r}" if "'" not in directive else directive) == value


@pytest.mark.parametrize("text", ["$ResourceParam('a', 'b'", "$Stage("])
def test_a_known_directive_that_is_never_closed_is_no_text(text):
    assert room_problems(f'name: "{text}"') == [f"5:13: directive {text} has no closing parenthesis"]


@pytest.mark.parametrize("text", ["$5 (more or less", "$Nobody('a'", "costs $Stage("])
def test_a_text_with_a_dollar_and_a_parenthesis_is_text(text):
    assert read_room(f'name: "{text}"').name == text


def test_the_profile_is_told_if_there_is_one():
    assert name_of("$Profile()", profile="ops") == "ops"
    assert name_of("$CliArgs('profile')", profile="ops") == "ops"


def test_a_command_line_option_is_told():
    assert name_of("$CliArgs('colour')", cli_arguments={"colour": "green"}) == "green"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$Var().a", "A"),
        ("$Var().deep.x.y", "Y"),
        ("$Var().list.1", "q"),
        ("$Var().chain", "A"),
        ("$Var().through.x.y", "Y"),
        ("$Var('a')", "A"),
        ("$Var().number", "1.50"),
    ],
)
def test_variables_are_read_by_path_and_through_other_directives(path, value):
    variables = "{a: A, deep: {x: {y: Y}}, list: [p, q], chain: $Var().a, through: $Var().deep, number: 1.50}"

    assert name_of(path, variables=variables) == value


def test_a_directive_may_give_a_structure():
    from tests.config.configs import read

    config = read(
        """
        variables:
          shared:
            doors: 3
            notes: $Var().notes
          notes: [a, $Stage()]
        resources:
          hall:
            type: room
            properties: $Var().shared
        """
    )

    room = config.resources[0].properties
    assert (room.doors, room.notes) == (3, ("a", "dev"))


def test_runtime_directives_go_on_as_data_with_their_local_arguments_evaluated():
    room = read_room("address: $CfFormat('{}/{}', $ResourceParam('b', 'arn'), $Stage())")

    assert str(room.address) == "$CfFormat('{}/{}', $ResourceParam('b', 'arn'), 'dev')"


def test_a_variable_may_hold_a_runtime_directive():
    from tests.config.configs import read

    config = read(
        """
        variables:
          user: u
          arn: $ResourceParam('b', 'arn')
          text: $CfFormat('{}@{}', $Var().user, $Var().arn)
        resources:
          hall:
            type: room
            properties: {address: $Var().text}
        """
    )

    assert str(config.resources[0].properties.address) == "$CfFormat('{}@{}', 'u', $ResourceParam('b', 'arn'))"


@pytest.mark.parametrize(
    ("written", "today"),
    [("$GetSecret('s')", "Secret"), ("$GetParam('b', 'EventBus::Arn')", "Param"), ("$Secret('s')", "Secret")],
)
def test_the_spellings_of_2021_are_the_directives_of_today_and_are_shown_as_they_are_written(written, today):
    expression = read_room(f"address: {written}").address

    assert (expression.name, str(expression)) == (today, written)


@pytest.mark.parametrize(
    ("directive", "problem"),
    [
        ("$Sage()", "unknown directive $Sage(); did you mean 'Stage'?"),
        ("$zzz()", "unknown directive $zzz(); known directives: $AwsAccountId, $CfFormat, "),
        ("$Stage('x')", "directive $Stage('x') takes no arguments"),
        ("$Profile()", "no AWS profile was given; pass it as -c profile=…"),
        ("$Var().nope", "directive $Var().nope: $Var() has no 'nope'; there is: a, empty, list"),
        ("$Var().lst", "directive $Var().lst: $Var() has no 'lst'; did you mean 'list'?"),
        ("$Var().list.7", "$Var().list has no '7'; there is: 0, 1"),
        ("$Var().a.b", "$Var().a has no 'b'"),
        ("$Var().empty", "directive $Var().empty gives nothing: the value is null"),
        ("$CliArgs().stage", "needs the name of an option, as in $CliArgs('…')"),
        ("$CliArgs('colour')", "there is no option 'colour'; pass it as -c colour=… or give a default"),
        ("$Format('{}-{}', 'a')", "the text has 2 {}, got 1 value"),
        ("$Format()", "needs a text with {} for each value"),
        ("$Format('{}', $ResourceParam('b', 'arn'))", "use $CfFormat, which is evaluated at deploy"),
        ("$Format('{}', $Var().list)", "gives a whole structure; an argument is one value"),
        ("$Var().a)", "one ')' too many"),
        ("$StackOutput('a', 'b')", "use $CfStackOutput('stack', 'output')"),
        ("$ResourceParam('a')", "it takes 2 arguments (resource name; parameter name), got 1"),
        ("$Secret()", "it takes 1 argument (secret name"),
        ("$ResourceParam('a', 5)", "its parameter name must be text, got 5"),
        (
            "$ResourceParam($ResourceParam('a', 'b'), 'c')",
            "its resource name must be text, got $ResourceParam",
        ),
        ("$ResourceParam('a', 'b').c", "nothing can be read below it; remove '.c'"),
        ("$CfFormat('{}')", "the text has 1 {}, got 0 values"),
        ("$Param('a', 'b')", "its second argument must be like 'EventBus::Arn', got 'b'"),
        ("$GitInfo('comit')", "it tells commit, branch, username, gitUrl; did you mean 'commit'?"),
        ("$GitInfo().commit", "needs one of 'commit', 'branch', 'username', 'gitUrl'"),
    ],
)
def test_a_directive_that_cannot_be_evaluated_is_a_problem_at_its_place(directive, problem):
    text = (
        "variables: {a: A, empty: , list: [p, q]}\n"
        f"resources:\n  hall:\n    type: room\n    properties:\n      name: {directive}\n"
    )

    (found,) = problems_of(text)
    assert found.startswith("6:13: ")
    assert problem in found


def test_a_circle_of_directives_is_shown():
    (problem,) = problems_of(
        "variables: {a: $Var().b, b: $Var().a}\nresources:\n  r:\n    type: room\n    properties: $Var().a\n"
    )

    assert "leads back to itself: $Var().a → $Var().b → $Var().a" in problem


def test_a_config_cannot_hold_itself():
    (problem,) = room_problems("anything: $This().resources")

    assert "leads back to itself" in problem


def test_a_chain_of_directives_has_an_end():
    variables = ", ".join(f"v{i}: $Var().v{i + 1}" for i in range(50))
    (problem,) = problems_of(
        f"variables: {{{variables}, v50: x}}\n"
        "resources:\n  r:\n    type: room\n    properties:\n      name: $Var().v0\n"
    )

    assert "the last of 40 that lead to each other" in problem


def test_directives_cannot_multiply_without_end():
    levels = ", ".join(f"v{i}: [{', '.join([f'$Var().v{i + 1}'] * 10)}]" for i in range(8))
    (problem, *_) = problems_of(
        f"variables: {{{levels}, v8: x}}\n"
        "resources:\n  r:\n    type: room\n    properties:\n      anything: $Var().v0\n"
    )

    assert "the directives make more than 100,000 values" in problem


@pytest.fixture
def repository(tmp_path):
    """A folder under git with one commit."""
    for command in (
        ["init", "-q", "-b", "trunk"],
        ["config", "user.name", "Ada"],
        ["config", "user.email", "ada@example.com"],
        ["commit", "-q", "--allow-empty", "-m", "start"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def test_git_is_asked_in_the_projects_folder(repository):
    assert name_of("$GitInfo('branch')", project_folder=repository) == "trunk"
    assert name_of("$GitInfo('username')", project_folder=repository) == "Ada"
    assert len(name_of("$GitInfo('commit')", project_folder=repository)) == 40


def test_a_name_that_git_has_in_another_encoding_is_read_as_far_as_it_goes(repository):
    subprocess.run(["git", "config", "user.name", b"Ren\xe9 M"], cwd=repository, check=True)

    assert name_of("$GitInfo('username')", project_folder=repository) == "Ren\ufffd M"


@pytest.mark.parametrize(
    ("remote", "url"),
    [
        ("https://user:ghp_token@github.com/shop/shop.git", "https://github.com/shop/shop.git"),
        ("https://ghp_token@github.com/shop/shop.git", "https://github.com/shop/shop.git"),
        ("https://github.com/shop/shop.git", "https://github.com/shop/shop.git"),
        ("ssh://git@github.com/shop/shop.git", "ssh://git@github.com/shop/shop.git"),
        ("git@github.com:shop/shop.git", "git@github.com:shop/shop.git"),
    ],
)
def test_credentials_in_the_url_of_a_remote_stay_where_they_are(repository, remote, url):
    subprocess.run(["git", "remote", "add", "origin", remote], cwd=repository, check=True)

    assert name_of("$GitInfo('gitUrl')", project_folder=repository) == url


def test_what_git_does_not_know_is_a_problem(repository):
    (problem,) = room_problems("name: $GitInfo('gitUrl')", project_folder=repository)

    assert "git does not know it in" in problem


def test_without_git_it_is_said_what_to_do(repository, monkeypatch):
    monkeypatch.setenv("PATH", "")
    (problem,) = room_problems("name: $GitInfo('branch')", project_folder=repository)

    assert "$GitInfo('branch'): git cannot be run (" in problem
    assert problem.endswith("); install it, or write the branch itself")


def test_what_changes_with_each_commit_is_fixed_where_templates_are_to_be_stable(tmp_path):
    assert name_of("$GitInfo('commit')", project_folder=tmp_path, stable=True) == "git-commit"
