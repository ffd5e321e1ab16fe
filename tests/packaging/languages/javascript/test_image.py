from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from stacktape_constructs.packaging.images.context import image_context
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.image_requests import image, refused, text
from tests.support import REPOSITORY

_PACKAGE = {"package.json": '{"dependencies": {"pg": "8"}}', "job.ts": 'import pg from "pg";\n'}


def _esbuild_line(made: str) -> str:
    """The command by which the first stage bundles."""
    (line,) = (line for line in made.replace("\\\n", "").splitlines() if line.startswith("RUN esbuild"))
    return line.removeprefix("RUN ")


def test_the_bundle_of_a_workspace_runs(project: Path, tmp_path: Path) -> None:
    files = {
        "package.json": '{"workspaces": ["packages/*"], "devDependencies": {"esbuild": "*"}}',
        "packages/jobs/package.json": '{"name": "jobs", "type": "module", "dependencies": {"core": "*"}}',
        "packages/jobs/src/main.ts": 'import { total } from "core";\nconst sum: number = total([1, 2]);\n'
        "console.log(sum, typeof require, __dirname.length > 0);\n",
        "packages/core/package.json": '{"name": "core", "main": "index.ts"}',
        "packages/core/index.ts": "export const total = (all: number[]) => all.reduce((a, b) => a + b, 0);\n",
    }
    source = image(project, "packages/jobs/src/main.ts", files)
    context = image_context(source, ProjectFolder(project), shown="main.ts")
    sources = context / "app"
    # What the package manager does with a workspace, as far as the bundle needs it.
    (sources / "node_modules").mkdir()
    (sources / "node_modules" / "core").symlink_to("../packages/core")
    command = _esbuild_line((context / "Dockerfile").read_text()).replace("/bundle/", f"{tmp_path}/bundle/")
    path = f"{REPOSITORY / 'node_modules' / '.bin'}{os.pathsep}{os.environ['PATH']}"

    subprocess.run(command, shell=True, check=True, cwd=sources, env={**os.environ, "PATH": path}, capture_output=True)
    run = subprocess.run(["node", tmp_path / "bundle" / "main.mjs"], capture_output=True, text=True, check=True)

    assert run.stdout == "3 function true\n"
    assert source.command == ("node", "main.mjs")


def test_a_file_that_needs_only_node_is_copied_as_it_is(project: Path) -> None:
    assert image(project, "job.js", {"job.js": 'require("fs");\n'}).files.keys() == {"job.js"}


def test_the_aws_sdk_is_no_part_of_an_image(project: Path) -> None:
    said = refused(project, "job.js", {"job.js": 'require("@aws-sdk/client-s3");\n'})

    assert "there is no package.json in its folder or above it" in said


def test_a_file_that_is_compiled_belongs_to_a_package(project: Path) -> None:
    assert refused(project, "job.ts", {"job.ts": ""}) == (
        "job.ts: has to be bundled, and there is no package.json in its folder or above it, within the project folder "
        f"{project}, that says what it needs; make one with npm init"
    )


def test_packages_that_run_are_installed_and_all_others_bundled(project: Path) -> None:
    manifest = {
        "dependencies": {"pg": "8"},
        "optionalDependencies": {"bufferutil": "4"},
        "devDependencies": {"ms": "2"},
    }

    made = text(project, "job.ts", {"package.json": json.dumps(manifest), "job.ts": ""})

    assert "--external:bufferutil" in made
    assert "--external:pg" in made
    assert "--external:ms" not in made
    assert "npm prune --omit=dev\n" in made


def test_without_packages_the_image_has_the_bundle_alone(project: Path) -> None:
    made = text(project, "job.ts", {"package.json": '{"devDependencies": {"typescript": "5"}}', "job.ts": ""})

    assert "npm prune" not in made
    assert "node_modules ./node_modules" not in made


@pytest.mark.parametrize(
    ("lock", "content", "install"),
    [
        ("package-lock.json", "{}", "npm ci"),
        ("npm-shrinkwrap.json", "{}", "npm ci"),
        ("pnpm-lock.yaml", "", "pnpm install --frozen-lockfile"),
        ("yarn.lock", "# yarn lockfile v1\n", "yarn install --frozen-lockfile"),
        ("yarn.lock", "__metadata:\n  version: 8\n", "yarn install --immutable"),
        ("bun.lock", "{}", "bun install --frozen-lockfile"),
        ("README.md", "", "npm install"),
    ],
)
def test_the_lock_file_says_what_installs(lock: str, content: str, install: str, project: Path) -> None:
    lines = text(project, "job.ts", {**_PACKAGE, lock: content}).splitlines()

    assert [line.partition(" ")[2] for line in lines if line.endswith(f" {install}")], lines


def test_the_esbuild_of_the_project_goes_before_a_pinned_one(project: Path) -> None:
    pinned = "RUN npm install --global esbuild@"

    assert pinned in text(project, "job.ts", _PACKAGE)
    assert pinned not in text(
        project, "job.ts", {"package.json": '{"devDependencies": {"esbuild": "0.25.0"}}', "job.ts": ""}
    )


def test_settings_of_pnpm_make_no_workspace(project: Path) -> None:
    made = text(project, "job.ts", {**_PACKAGE, "pnpm-workspace.yaml": "allowBuilds:\n  esbuild: true\n"})

    assert "--external:pg" in made


def test_a_package_with_a_lock_file_stands_alone(project: Path) -> None:
    files = {
        "package.json": '{"workspaces": ["a"]}',
        "b/package.json": "{}",
        "b/package-lock.json": "{}",
        "b/job.ts": "",
    }

    assert image(project, "b/job.ts", files).folder == project / "b"


def test_a_lock_file_without_a_package_is_none_of_the_projects(project: Path) -> None:
    files = {"package-lock.json": "{}", "b/package.json": "{}", "b/job.ts": ""}

    assert image(project, "b/job.ts", files).folder == project / "b"


def test_options_of_the_bundle_are_those_of_a_function(project: Path) -> None:
    options = JavaScriptOptions(module_format="esm", source_maps=False, minify=True, tsconfig="tsconfig.job.json")

    made = text(project, "job.ts", _PACKAGE, options=options, exclude_dependencies=("pg-native",))

    assert "--format=esm" in made
    assert "--minify --keep-names" in made
    assert "--tsconfig=tsconfig.job.json" in made
    assert "--external:pg-native" in made
    assert "RUN rm -rf node_modules/pg-native\n" in made
    assert "sourcemap" not in made
    assert "NODE_OPTIONS" not in made


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (JavaScriptOptions(esbuild="esbuild"), "so esbuild cannot be given; remove esbuild from the options"),
        (JavaScriptOptions(tsconfig="../tsconfig.json"), "leads out of the project folder"),
    ],
)
def test_options_that_cannot_be_followed_are_refused(options: JavaScriptOptions, said: str, project: Path) -> None:
    assert said in refused(project, "job.ts", _PACKAGE, options=options)


def test_in_a_workspace_no_package_stays_outside(project: Path) -> None:
    files = {"package.json": '{"workspaces": ["."]}', "job.ts": ""}

    said = refused(project, "job.ts", files, options=JavaScriptOptions(external_dependencies=["sharp"]))

    assert "of which all packages are bundled, so sharp cannot stay outside" in said


def test_a_manifest_that_is_not_json_is_named(project: Path) -> None:
    said = refused(project, "job.ts", {"package.json": "{", "job.ts": ""})

    assert said.startswith(f"{project / 'package.json'}: is not JSON (")
    assert "line 1 column 2" in said
