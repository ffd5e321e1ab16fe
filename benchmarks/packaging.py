"""Bundles in a second, beside esbuild and uv alone: `python -m benchmarks.packaging`.

Cold, nothing is kept, by uv neither; the tool is told the same both times, and what this library adds is reading what
went in, checking the handler and the size, and keeping the result. Installed before, uv has the packages in its own
cache. Warm, nothing has changed, which the tools alone do not know. The functions of a config are bundled at the same
time, and then so do the tools that they are compared with; one after the other is a row of its own. Functions of one
Python project share what is installed; one alone is a row of its own, too.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.timing import HEADER, compare, machine
from stacktape_constructs.packaging.bundling import observations
from stacktape_constructs.packaging.bundling.bundle import Bundle, start_all
from stacktape_constructs.packaging.bundling.cache import CACHE_VARIABLE
from stacktape_constructs.packaging.languages import language_of
from stacktape_constructs.packaging.languages.javascript.esbuild_program import find_esbuild
from stacktape_constructs.packaging.languages.language import LambdaRequest
from stacktape_constructs.packaging.languages.python.uv import find_uv
from stacktape_constructs.packaging.limits import check_size
from stacktape_constructs.packaging.project_folder import ProjectFolder
from tests.packaging.languages.python.projects import make_wheel

_RUNS = 15
_FUNCTIONS = 4
_MODULES = 150
_NODE_PACKAGES = 20
_NODE_MODULES = 30
_PACKAGES = 5

_REPOSITORY = Path(__file__).parents[1]


def _package(project: Path, entry: str) -> Bundle:
    runtime = "python3.13" if entry.endswith(".py") else "nodejs24.x"
    request = LambdaRequest(
        entry=project / entry, title=entry, folder=ProjectFolder(project), runtime=runtime, architecture="x86_64"
    )
    bundle = language_of(entry).package_for_lambda(request).bundle
    assert bundle is not None
    return bundle.with_check(check_size)


def _bundle(project: Path, entries: Sequence[str], cache: Path, *, together: bool) -> None:
    os.environ[CACHE_VARIABLE] = str(cache)
    # Each run is a synth, which is a process that has read no file and looked for no tool yet.
    observations._known.clear()
    bundles = [_package(project, entry) for entry in entries]
    if together:
        start_all(bundles)
    for bundle in bundles:
        bundle.folder()


def _typescript(project: Path) -> None:
    """Functions that share many small modules, as an API of a few thousand lines has them."""
    lines = "".join(f"  if (value === {n}) return `case {n} of ${{value}}`;\n" for n in range(30))
    for number in range(_MODULES):
        text = f"export function f{number}(value: number): string {{\n{lines}  return 'none';\n}}\n"
        (project / f"m{number}.ts").write_text(text)
    imports = "".join(f'import {{ f{n} }} from "./m{n}";\n' for n in range(_MODULES))
    calls = " + ".join(f"f{n}(value)" for n in range(_MODULES))
    for number in range(_FUNCTIONS):
        text = f"{imports}export const handler = async (value: number) => {calls} + {number};\n"
        (project / f"a{number}.ts").write_text(text)


def _typescript_of_packages(project: Path) -> None:
    """Functions that import large packages and use little of each, as those of a service with a few dependencies do."""
    body = "".join(f"export const v{n} = (value) => `${{value}} of {n}`; // {'what it does ' * 4}\n" for n in range(80))
    for number in range(_NODE_PACKAGES):
        folder = project / "node_modules" / f"lib{number}"
        folder.mkdir(parents=True)
        (folder / "package.json").write_text(f'{{"name": "lib{number}", "version": "1.0.0", "type": "module"}}')
        for module in range(_NODE_MODULES):
            (folder / f"m{module}.js").write_text(body.replace("v0", f"f{module}"))
        (folder / "index.js").write_text(
            "".join(f'export {{ f{n} }} from "./m{n}.js";\n' for n in range(_NODE_MODULES))
        )
    imports = "".join(f'import {{ f{n} as g{n} }} from "lib{n}";\n' for n in range(_NODE_PACKAGES))
    calls = ", ".join(f"g{n}(value)" for n in range(_NODE_PACKAGES))
    for number in range(_FUNCTIONS):
        text = f"{imports}export const handler = async (value: number) => [{calls}, {number}];\n"
        (project / f"a{number}.ts").write_text(text)


def _python(project: Path, wheels: Path) -> None:
    """Functions whose packages are as large as a web framework."""
    body = {f"p{{n}}/m{m}.py": "x = 1\n" * 300 for m in range(60)}
    for number in range(_PACKAGES):
        files = {name.format(n=number): text for name, text in body.items()}
        make_wheel(wheels, f"p{number}", files={f"p{number}/__init__.py": "", **files})
    (project / "requirements.txt").write_text("".join(f"p{n}==1.0\n" for n in range(_PACKAGES)))
    for number in range(_FUNCTIONS):
        (project / f"a{number}.py").write_text("import p0\ndef handler(event, context): ...\n")


def _esbuild_alone(project: Path, out: Path, together: bool) -> None:
    program = os.environ["ESBUILD_BINARY_PATH"]
    arguments = ["--bundle", "--platform=node", "--target=node24", "--charset=utf8", "--format=cjs", "--sourcemap"]
    arguments += ["--external:@aws-sdk/*", "--external:@smithy/*"]
    outputs = [[f"--outfile={out}/{n}/index.js", f"--metafile={out}/{n}.json"] for n in range(_FUNCTIONS)]
    _run([[program, f"a{n}.ts", *arguments, *output] for n, output in enumerate(outputs)], project, together)


def _uv_alone(project: Path, program: Path, functions: int, out: Path, together: bool) -> None:
    target = ["--python-platform", "x86_64-manylinux_2_34", "--python-version", "3.13", "--only-binary", ":all:"]
    install = [program, "pip", "install", "-r", "requirements.txt", *target, "--quiet", "--target"]
    _run([[*install, out / str(number)] for number in range(functions)], project, together)


def _run(commands: Iterable[Sequence[str | Path]], project: Path, together: bool) -> None:
    """Runs as many at the same time as there are cores, as bundles are made, or one after the other."""
    with ThreadPoolExecutor(os.cpu_count() if together else 1) as pool:
        for _ in pool.map(partial(subprocess.run, cwd=project, check=True, capture_output=True), commands):
            pass


def main() -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        project, service, wheels = folder / "project", folder / "service", folder / "wheels"
        for made in (project, service, wheels):
            made.mkdir()
        _typescript(project)
        _typescript_of_packages(service)
        _python(project, wheels)
        os.environ["ESBUILD_BINARY_PATH"] = str(find_esbuild(None, _REPOSITORY / "package.json", "").path)
        (folder / "uv.toml").write_text(f'no-index = true\nfind-links = ["{wheels}"]\n')
        os.environ.update(
            {"UV_CONFIG_FILE": str(folder / "uv.toml"), "UV_CACHE_DIR": str(folder / "uv-cache"), "CI": "1"}
        )
        uv = find_uv(None, title="a0.py")
        assert uv is not None, "requirements-dev.lock has uv"

        esbuild_alone = partial(_esbuild_alone, project)
        uv_alone = partial(_uv_alone, project, uv.tool.path)
        print(machine())
        print(HEADER)
        _rows("TypeScript, cold", project, _entries("ts"), esbuild_alone, folder)
        _rows("TypeScript of packages, cold", service, _entries("ts"), partial(_esbuild_alone, service), folder)
        _warm("TypeScript", project, _entries("ts"), esbuild_alone, folder)
        os.environ["UV_NO_CACHE"] = "1"
        _rows("Python, cold", project, _entries("py"), partial(uv_alone, _FUNCTIONS), folder)
        _rows("Python, cold, one function", project, ["a0.py"], partial(uv_alone, 1), folder)
        del os.environ["UV_NO_CACHE"]
        _rows("Python, installed before", project, _entries("py"), partial(uv_alone, _FUNCTIONS), folder)
        _rows("Python, installed before, one function", project, ["a0.py"], partial(uv_alone, 1), folder)
        _warm("Python", project, _entries("py"), partial(uv_alone, _FUNCTIONS), folder)


def _entries(suffix: str) -> Sequence[str]:
    return [f"a{number}.{suffix}" for number in range(_FUNCTIONS)]


def _rows(label: str, project: Path, entries: Sequence[str], alone: Callable[[Path, bool], None], folder: Path) -> None:
    """Prints how long bundles take that are made anew each time, each time in a folder of their own below `folder`."""
    if len(entries) == 1:
        _row(label, project, entries, alone, folder, together=False)
        return
    _row(f"{label}, all at once", project, entries, alone, folder, together=True)
    _row(f"{label}, one by one", project, entries, alone, folder, together=False)


def _warm(label: str, project: Path, entries: Sequence[str], alone: Callable[[Path, bool], None], folder: Path) -> None:
    """Prints how long it takes to find them again."""
    _row(f"{label}, warm", project, entries, alone, folder, together=True, kept=True)


def _row(
    label: str,
    project: Path,
    entries: Sequence[str],
    alone: Callable[[Path, bool], None],
    folder: Path,
    *,
    together: bool,
    kept: bool = False,
) -> None:
    pair = compare(
        lambda run: _bundle(project, entries, folder / label / ("kept" if kept else str(run)), together=together),
        lambda run: alone(folder / label / f"alone-{run}", together),
        runs=_RUNS,
    )
    print(pair.row(label, len(entries)), flush=True)


if __name__ == "__main__":
    main()
