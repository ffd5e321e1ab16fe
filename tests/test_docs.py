"""The documentation: its links lead somewhere, its examples work, its tables are those of the code.

Every fenced block of a known language is used, unless its fence says otherwise:

- `python`: the blocks of a page run in their order as one program, which is given `cdk`, an `app` and a
  `stack`; what it built is synthesized, and its functions `test_...` are called.
- `yaml`: a whole config, which is synthesized with placeholder code.
- `yaml wrong`: a whole config that is refused; the `text` block after it is what is said.
- `python snapshot`: a test with a snapshot, which `tests/testing/test_template_snapshot.py` runs.
- `yaml before`, then `yaml after`: a config of an old dialect, and what it is read as.
- `yaml sam`: a template of AWS SAM, which `tests/test_sam_example.py` translates.
- `yaml foreign`, `ts foreign`: the language of another tool, which is not ours to try.

`tests/test_tutorial.py` follows the tutorial.
"""

from __future__ import annotations

import contextlib
import inspect
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import aws_cdk as cdk
import pytest

from stacktape_constructs import StacktapeStack
from stacktape_constructs.config.dialects import normalise
from stacktape_constructs.config.directives.local import LOCAL_DIRECTIVES
from stacktape_constructs.config.directives.runtime import RUNTIME_DIRECTIVES
from stacktape_constructs.document.nodes import MappingNode, to_plain
from stacktape_constructs.document.reader import read_text
from stacktape_constructs.errors import ConfigError
from stacktape_constructs.resources.registry import event_type_names, resource_type_names
from tests.support import REPOSITORY, new_app
from tools.resource_pages.trials import trials_of_all
from tools.site.markdown import Markdown

PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "examples/**/*.md")
    for path in REPOSITORY.glob(pattern)
    if "node_modules" not in path.parts
)

_TRIED = ("python", "yaml", "yaml wrong", "yaml before", "yaml after")
_NOT_TRIED = ("python snapshot", "yaml sam", "yaml foreign", "ts foreign", "diff", "text", "console", "")
_FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)


@attrs.frozen
class Example:
    """One fenced block of a page."""

    page: Path
    line: int
    info: str
    text: str

    def __str__(self) -> str:
        return f"{_name(self.page)}:{self.line}"

    @property
    def is_config(self) -> bool:
        return bool(re.search(r"^resources:", self.text, re.MULTILINE))


def _name(page: Path) -> str:
    return page.relative_to(REPOSITORY).as_posix()


def _markdown(page: Path) -> Markdown:
    return Markdown(page.read_text(encoding="utf-8"))


def _examples(page: Path) -> Iterator[Example]:
    text = page.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 2
        # A block in a list is indented as the list is.
        indented = re.sub(f"^{found['indent']}", "", found["text"], flags=re.MULTILINE)
        yield Example(page, line, found["info"].strip(), indented)


EXAMPLES = [example for page in PAGES if page.name != "tutorial.md" for example in _examples(page)]


def _of(*infos: str) -> list[Example]:
    return [example for example in EXAMPLES if example.info in infos]


def _followed(info: str, following: str) -> list[tuple[Example, Example]]:
    pairs = [(example, after) for example, after in itertools.pairwise(EXAMPLES) if example.info == info]
    for example, after in pairs:
        assert after.info == following, f"{example} needs a block '{following}' after it"
        assert after.page == example.page
    return pairs


@attrs.define
class Built:
    """All that the examples of the documentation build, in one app; and what kept one from it."""

    app: cdk.App
    failures: dict[str, BaseException] = attrs.field(factory=dict)
    templates: dict[str, Any] = attrs.field(factory=dict)

    @contextlib.contextmanager
    def trying(self, what: object) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self.failures[str(what)] = error

    def raise_failure(self, what: object) -> None:
        if str(what) in self.failures:
            raise self.failures[str(what)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    app = new_app()
    built = Built(app)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(REPOSITORY)
        for page in PAGES:
            blocks = [example for example in _of("python") if example.page == page]
            if not blocks:
                continue
            stack = cdk.Stack(app, re.sub(r"[^A-Za-z0-9]+", "-", _name(page)))
            folder = tmp_path_factory.mktemp("page")
            names = {"__file__": str(folder / "test_page.py"), "cdk": cdk, "app": app, "stack": stack}
            with built.trying(page):
                for block in blocks:
                    # The line breaks before it make its lines those of the page.
                    code = compile("\n" * (block.line - 1) + block.text, str(page), "exec")
                    exec(code, names)
                for test in [value for name, value in names.items() if name.startswith("test_")]:
                    arguments = {"tmp_path": folder} if "tmp_path" in inspect.signature(test).parameters else {}
                    test(**arguments)
    configs = {str(example): example.text for example in _of("yaml")}
    for name, text in configs.items():
        folder = tmp_path_factory.mktemp("config")
        (folder / "stacktape.yml").write_text(text, encoding="utf-8")
        with built.trying(name):
            StacktapeStack(
                app,
                re.sub(r"[^A-Za-z0-9]+", "-", name),
                config=folder / "stacktape.yml",
                stage="dev",
                project_name="shop",
                code="placeholder",
            )
    StacktapeStack(app, "Seed", config=REPOSITORY / "examples/event-bus-2021/stacktape.yml", stage="dev")
    with built.trying("synth"):
        assembly = app.synth()
        built.templates = {stack.id: stack.template for stack in assembly.stacks}
    return built


@pytest.mark.parametrize("page", sorted({example.page for example in _of("python")}), ids=_name)
def test_the_python_of_a_page_runs(page, built):
    built.raise_failure(page)


@pytest.mark.parametrize("example", _of("yaml"), ids=str)
def test_a_config_is_read_and_built(example, built):
    built.raise_failure(example)


def test_what_the_examples_build_is_synthesized(built):
    built.raise_failure("synth")


@pytest.mark.parametrize("page", sorted({example.page for example in EXAMPLES}), ids=_name)
def test_every_example_of_a_page_is_tried(page):
    examples = [example for example in EXAMPLES if example.page == page]

    assert {example.info for example in examples} <= {*_TRIED, *_NOT_TRIED}
    assert [str(example) for example in examples if example.info == "yaml" and not example.is_config] == []


@pytest.mark.parametrize(("example", "said"), _followed("yaml wrong", "text"), ids=str)
def test_a_wrong_config_is_refused_as_its_page_says(example, said, tmp_path, monkeypatch):
    (tmp_path / "stacktape.yml").write_text(example.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError) as caught:
        StacktapeStack(cdk.App(), "Stack", config="stacktape.yml", stage="dev", project_name="shop", code="placeholder")

    assert f"{caught.value}\n" == said.text


@pytest.mark.parametrize(("before", "after"), _followed("yaml before", "yaml after"), ids=str)
def test_an_old_config_is_read_as_its_page_says(before, after):
    old, new = read_text(before.text, name="old"), read_text(after.text, name="new")
    assert isinstance(old, MappingNode)
    assert isinstance(new, MappingNode)

    assert to_plain(normalise(old)) == to_plain(new)
    assert to_plain(old) != to_plain(new)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_link_leads_to_a_file_or_heading(page):
    broken = []
    for link in _markdown(page).links():
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (anchor and anchor not in _markdown(target).anchors()):
            broken.append(link)
    assert broken == []


def test_the_navigation_of_the_site_has_every_page_once():
    docs = REPOSITORY / "docs"
    listed = re.findall(r'= "([^"]+\.md)"', (docs / "zensical.toml").read_text(encoding="utf-8"))
    # The page of all decisions lists each.
    pages = {page.relative_to(docs).as_posix() for page in docs.rglob("*.md") if not page.name.startswith("00")}

    assert len(listed) == len(set(listed))
    assert {page for page in listed if not page.startswith("repository/")} == pages


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_what_follows_in_a_list_is_indented_by_four_spaces(page):
    # A git host takes fewer, but the site would end the list.
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)

    assert re.findall(r"\n\n {1,3}\S.*", text) == []


def test_every_directive_is_described():
    text = (REPOSITORY / "docs" / "language.md").read_text(encoding="utf-8")

    assert [name for name in (*LOCAL_DIRECTIVES, *RUNTIME_DIRECTIVES) if f"`${name}(" not in text] == []


@pytest.mark.parametrize("name", [*resource_type_names(), *event_type_names()])
def test_the_readme_names_what_is_supported(name):
    assert f"`{name}`" in (REPOSITORY / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", sorted((REPOSITORY / "docs" / "resources").glob("*.md")), ids=_name)
def test_a_page_has_the_names_that_a_template_has(page):
    resources = [trial.resources for made in trials_of_all().values() for trial in made.trials]
    known = {re.sub(r"\d+", "0", logical_id) for template in resources for logical_id in template}
    known |= set(re.findall(r'"([^"]*shop-?dev[^"]*)"', json.dumps(resources), re.IGNORECASE))
    said = set(re.findall(r"`([^`\n]+)`", _FENCE.sub("", page.read_text(encoding="utf-8"))))
    logical_id = re.compile(r"(Checkout|Orders|Report|Shop|Stp)[A-Z]\w+")
    names = {re.sub(r"\d+", "0", text) for text in said if logical_id.fullmatch(text)}
    names |= {text for text in said if re.search(r"shop-dev\W", text) and not text.startswith("arn:")}

    assert names or page.name == "index.md"
    assert names - known == set()


def test_the_readme_lists_what_make_synth_prints(built):
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    listed = {kind: int(number) for number, kind in re.findall(r"^ +(\d+) (AWS::\S+)$", text, re.MULTILINE)}

    made = [resource["Type"] for resource in built.templates["Seed"]["Resources"].values()]
    assert listed == {kind: made.count(kind) for kind in made if kind != "AWS::CDK::Metadata"}
