"""The pages as the site has them: a copy of `docs/`, and of each file outside of it that a page links to.

On a git host a link may lead to any file of the repository. On the site such a file is a page of its own, below
`repository/`: Markdown as it is, any other file as a block of code. A link to a folder leads to its `README.md`, and
what is no Markdown in `docs/` is taken as it is. So the site knows no host, and a link shows the file as it was when
the site was made.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
from pathlib import Path, PurePosixPath

from tools.site.markdown import Markdown

#: Code in a page is highlighted by the ending of the file.
_LANGUAGES = {".py": "python", ".ts": "typescript", ".yml": "yaml", ".json": "json", ".toml": "toml"}
_FENCE = "`" * 5


def copy_pages(repository: Path, target: Path) -> None:
    """Writes all pages of the site as Markdown.

    Args:
        repository: root of the repository.
        target: folder to write to; need not exist.

    Raises:
        FileNotFoundError: a page links to a file that is not there, or to a folder without a `README.md`.
    """
    docs = repository / "docs"
    waiting = [path for path in sorted(docs.rglob("*")) if path.suffix in (".css", ".md", ".svg")]
    waiting += [repository / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    copied: set[Path] = set()
    while waiting:
        source = waiting.pop()
        if source in copied:
            continue
        copied.add(source)
        page = target / _place(source, repository)
        page.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == ".md":
            markdown = Markdown(source.read_text("utf-8"))
            waiting += [_target(link, source) for link in markdown.links() if not _leads_away(link)]
            page.write_text(markdown.for_site(functools.partial(_link, source=source, repository=repository)), "utf-8")
        elif source.is_relative_to(docs):
            shutil.copy(source, page)
        else:
            page.write_text(_shown(source, repository), "utf-8")


def _place(source: Path, repository: Path) -> PurePosixPath:
    """Where the page of a file is in the site."""
    path = PurePosixPath(source.relative_to(repository).as_posix())
    if path.parts[0] == "docs":
        return path.relative_to("docs")
    shown = PurePosixPath("repository") / path
    return shown if path.suffix == ".md" else shown.with_name(f"{shown.name}.md")


def _leads_away(link: str) -> bool:
    return re.match(r"[a-z]+:|#", link) is not None


def _target(link: str, source: Path) -> Path:
    target = Path(os.path.normpath(source.parent / link.partition("#")[0]))
    if target.is_dir():
        target /= "README.md"
    if not target.exists():
        raise FileNotFoundError(f"{source} links to '{link}', but there is no {target}")
    return target


def _link(link: str, *, source: Path, repository: Path) -> str:
    if _leads_away(link):
        return link
    _, hash_sign, anchor = link.partition("#")
    place = _place(_target(link, source), repository)
    here = _place(source, repository)
    return PurePosixPath(os.path.relpath(place, here.parent)).as_posix() + hash_sign + anchor


def _shown(source: Path, repository: Path) -> str:
    title = f"# `{source.relative_to(repository).as_posix()}`\n\n"
    language = _LANGUAGES.get(source.suffix, "text")
    return f"{title}{_FENCE}{language}\n{source.read_text('utf-8').rstrip()}\n{_FENCE}\n"
