from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.projects import package, refusal, write


def test_a_file_is_copied_as_it_is(project: Path) -> None:
    write(project, {"src/orders.rb": "def handler(event:, context:) = event", "src/other.rb": ""})

    source = package(project, "src/orders.rb")

    assert source.handler == "orders.handler"
    assert source.files == {"orders.rb": project / "src/orders.rb"}
    assert source.bundle is None


def test_a_function_can_be_named(project: Path) -> None:
    write(project, {"orders.rb": "module Shop\n  class Orders\n    def self.call(event:, context:) = event\n"})

    assert package(project, "orders.rb", handler_function="Shop::Orders.call").handler == "orders.Shop::Orders.call"


def test_files_that_are_required_by_their_place_keep_it(project: Path) -> None:
    write(
        project,
        {
            "src/api/orders.rb": "require 'json'\nrequire_relative 'mail/send'\nrequire_relative('helper.rb')\n",
            "src/api/helper.rb": 'def handler = 1\nrequire_relative "orders"\n  require_relative "./mail/send"\n',
            "src/api/mail/send.rb": "# require_relative 'nothing'\n",
        },
    )

    source = package(project, "src/api/orders.rb")

    assert source.handler == "orders.handler"
    assert sorted(source.files) == ["helper.rb", "mail/send.rb", "orders.rb"]
    assert source.files["mail/send.rb"] == project / "src/api/mail/send.rb"


def test_a_file_above_makes_the_package_begin_above(project: Path) -> None:
    write(project, {"src/api/orders.rb": "require_relative '../lib/mail'\n", "src/lib/mail.rb": "def handler = 1"})

    source = package(project, "src/api/orders.rb")

    assert source.handler == "api/orders.handler"
    assert sorted(source.files) == ["api/orders.rb", "lib/mail.rb"]


def test_a_handler_that_lambda_could_not_read_is_refused(project: Path) -> None:
    write(project, {"api.v1/orders.rb": "require_relative '../lib/mail'\n", "lib/mail.rb": "def handler = 1"})

    assert str(refusal(project, "api.v1/orders.rb")) == (
        "api.v1/orders.rb: would be called api.v1/orders in the package, and Lambda splits a handler's name at the "
        "first dot; rename the folder, or move what the file requires below the file's own folder"
    )


def test_a_required_file_that_is_not_there_is_refused(project: Path) -> None:
    write(project, {"src/orders.rb": "require_relative 'mail'\n"})

    assert str(refusal(project, "src/orders.rb")) == (
        f"src/orders.rb: requires 'mail' in orders.rb, and there is no such file: {project}/src/mail.rb; correct the "
        "name"
    )


def test_a_required_file_must_be_in_the_project_folder(project: Path) -> None:
    write(project.parent, {"mail.rb": ""})
    write(project, {"orders.rb": "require_relative '../mail'\n"})

    assert "leads out of the project folder" in str(refusal(project, "orders.rb"))


@pytest.mark.parametrize("gemfile", ["src/Gemfile", "Gemfile"])
def test_gems_have_to_be_installed_by_the_user(project: Path, gemfile: str) -> None:
    write(project, {"src/orders.rb": "", gemfile: ""})

    assert str(refusal(project, "src/orders.rb", handler_function="main")) == (
        f"src/orders.rb: has the gems of {project}/{gemfile}, which have to be installed by Lambda's Ruby, for its "
        "Linux: with that Ruby, run bundle config set --local path vendor/bundle && bundle install, and give the "
        "folder with vendor/bundle to LambdaPackage.from_artifact (in YAML custom-artifact) with the runtime ruby3.4 "
        "and the handler 'orders.main'"
    )


def test_a_gemfile_above_the_project_folder_is_of_another_project(project: Path) -> None:
    write(project, {"Gemfile": "", "shop/orders.rb": "def handler = 1"})

    source = package(project, "shop/orders.rb", folder=ProjectFolder(project / "shop"))

    assert sorted(source.files) == ["orders.rb"]


def test_another_runtime_is_refused(project: Path) -> None:
    write(project, {"orders.rb": ""})

    assert str(refusal(project, "orders.rb", runtime="python3.13")) == (
        "orders.rb: is Ruby, and the function's runtime is python3.13; give it a Ruby runtime such as ruby3.4"
    )


def test_gems_to_leave_out_are_refused(project: Path) -> None:
    write(project, {"orders.rb": ""})

    assert str(refusal(project, "orders.rb", exclude_dependencies=["rack"])) == (
        "orders.rb: cannot leave out rack: only gems of the runtime itself can be used; remove exclude_dependencies "
        "(in YAML excludeDependencies)"
    )


def test_options_of_another_language_are_refused(project: Path) -> None:
    write(project, {"orders.rb": ""})

    assert str(refusal(project, "orders.rb", options=JavaScriptOptions())) == (
        "orders.rb: is Ruby, which has no options, got JavaScriptOptions; remove options"
    )


def test_the_method_that_is_called_must_be_there(project: Path) -> None:
    write(
        project,
        {"orders.rb": "require_relative 'more'\ndef handle(event:, context:) = event", "more.rb": "def run!; end"},
    )

    assert package(project, "orders.rb", handler_function="run!").handler == "orders.run!"
    assert refusal(project, "orders.rb").problem == (
        "does not define 'handler', which is to be called; define it, or name another method (handler_function, in "
        "YAML handlerFunction)"
    )
