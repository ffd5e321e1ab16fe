"""Packages with native code are found, and stay outside of the bundle."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packaging.languages.javascript import npm
from tests.packaging.languages.javascript.npm import Npm
from tests.packaging.languages.javascript.projects import bundle, refused
from tests.packaging.languages.projects import write

SHARP = {
    "a.ts": 'import sharp from "sharp";\nexport const handler = async () => sharp();',
    "node_modules/sharp/package.json": '{"name": "sharp", "version": "1.2.3", "gypfile": true}',
    "node_modules/sharp/index.js": "module.exports = require('./addon.node');",
    "node_modules/sharp/addon.node": "for this machine",
}

# As bcrypt was up to version 5.
UNREADABLE = {
    "a.ts": 'import { hash } from "hashes/sync";\nexport const handler = async () => hash();',
    "package.json": '{"name": "shop", "dependencies": {"hashes": "^5.0.0", "other": "^1.0.0"}}',
    "node_modules/hashes/package.json": '{"name": "hashes", "version": "5.1.0", "dependencies": {"node-pre-gyp": "1"}}',
    "node_modules/hashes/sync.js": "exports.hash = require('node-pre-gyp').find();",
    "node_modules/node-pre-gyp/package.json": '{"name": "node-pre-gyp", "version": "1.0.0", "main": "index.js"}',
    "node_modules/node-pre-gyp/index.js": "exports.find = () => require('only-for-its-own-tests');",
    "node_modules/other/package.json": '{"name": "other", "version": "1.0.0", "gypfile": true}',
    "node_modules/other/index.js": "module.exports = 1;",
}


@pytest.fixture(autouse=True)
def installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Npm:
    return npm.first_on_path(tmp_path / "bin", monkeypatch, node="24.1.0")


def test_it_is_found_and_installed_in_the_version_that_is_installed_here(project: Path, installer: Npm) -> None:
    write(project, SHARP)
    folder = bundle(project, "a.ts")

    assert installer.manifest["dependencies"] == {"sharp": "1.2.3"}
    assert 'require("sharp")' in (folder / "index.js").read_text()


@pytest.mark.parametrize(
    "manifest",
    [
        '"binary": {"module_name": "a"}',
        '"dependencies": {"bindings": "*"}',
        '"optionalDependencies": {"@img/sharp-linux-x64": "1"}',
        '"peerDependencies": {"node-addon-api": "1"}',
        '"optionalDependencies": {"@libsql/linux-x64-gnu": "1"}',
        '"scripts": {"install": "node install.js"}',
    ],
)
def test_many_marks_tell_of_native_code(manifest: str, project: Path, installer: Npm) -> None:
    write(project, {**SHARP, "node_modules/sharp/package.json": f'{{"name": "sharp", "version": "2.0.0", {manifest}}}'})
    bundle(project, "a.ts")

    assert installer.manifest["dependencies"] == {"sharp": "2.0.0"}


def test_it_may_be_installed_by_another_name(project: Path, installer: Npm) -> None:
    write(
        project,
        {**SHARP, "node_modules/@my/images/index.js": "", "a.ts": SHARP["a.ts"].replace('"sharp"', '"@my/images"')},
    )
    manifest = '{"name": "sharp", "version": "1.2.3", "gypfile": true}'
    write(project, {"node_modules/@my/images/package.json": manifest})
    folder = bundle(project, "a.ts")

    assert installer.manifest["dependencies"] == {"@my/images": "npm:sharp@1.2.3"}
    assert 'require("@my/images")' in (folder / "index.js").read_text()


def test_what_esbuild_cannot_read_may_be_needed_for_work_alone(project: Path, installer: Npm) -> None:
    write(
        project, {**UNREADABLE, "package.json": '{"name": "shop", "devDependencies": {"hashes": "^5.0.0", "no": "1"}}'}
    )
    bundle(project, "a.ts")

    assert installer.manifest["dependencies"] == {"hashes": "5.1.0"}


def test_packages_of_javascript_alone_are_bundled(project: Path, installer: Npm) -> None:
    plain = {"node_modules/sharp/package.json": '{"name": "sharp", "version": "1.2.3"}'}
    write(project, {**SHARP, **plain, "node_modules/sharp/index.js": "module.exports = () => 'bundled';"})
    folder = bundle(project, "a.ts")

    assert "bundled" in (folder / "index.js").read_text()
    assert not installer.log.exists()


def test_it_is_found_where_esbuild_cannot_read_it(project: Path, installer: Npm) -> None:
    write(project, UNREADABLE)
    folder = bundle(project, "a.ts")

    # The other one could not be read either, for all that is known, but nothing imports it.
    assert installer.manifest["dependencies"] == {"hashes": "5.1.0"}
    assert 'require("hashes/sync")' in (folder / "index.js").read_text()


def test_what_else_esbuild_cannot_read_is_told(project: Path) -> None:
    wrong = 'import "./missing";\nimport { hash } from "hashes/sync";\nexport const handler = async () => hash();'
    write(project, {**UNREADABLE, "a.ts": wrong})

    details = refused(project, "a.ts").details
    assert details is not None
    assert 'Could not resolve "./missing"' in details
    assert "only-for-its-own-tests" not in details
