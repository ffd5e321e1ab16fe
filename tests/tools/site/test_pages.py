from __future__ import annotations

from pathlib import Path

import pytest

from tools.site.pages import copy_pages


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    texts = {
        "README.md": "[guide](docs/guide.md)\n",
        "CONTRIBUTING.md": "text\n",
        "CHANGELOG.md": "text\n",
        "docs/index.md": "[why](decisions/) ![rooms](images/rooms.svg) [elsewhere](https://example.com) [top](#top)\n",
        "docs/guide.md": "[code](../src/app.py) [readme](../README.md#use) [schema](a.json)\n",
        "docs/a.json": "{}\n",
        "docs/images/rooms.svg": "<svg/>\n",
        "docs/site.css": "p {}\n",
        "docs/decisions/README.md": "text\n",
        "src/app.py": "print('```')\n",
        "src/unmentioned.py": "pass\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_file_that_a_page_links_to_is_a_page_of_the_site(repository: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    copy_pages(repository, pages)

    assert (pages / "guide.md").read_text() == (
        "[code](repository/src/app.py.md) [readme](repository/README.md#use) [schema](a.json)\n"
    )
    shown = (pages / "repository/src/app.py.md").read_text()
    assert shown == "# `src/app.py`\n\n`````python\nprint('```')\n`````\n"
    assert (pages / "repository/README.md").read_text() == "[guide](../guide.md)\n"
    assert not (pages / "repository/src/unmentioned.py.md").exists()


def test_a_folder_is_its_readme_and_what_is_no_page_is_taken_as_it_is(repository: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    copy_pages(repository, pages)

    assert (pages / "index.md").read_text() == (
        "[why](decisions/README.md) ![rooms](images/rooms.svg) [elsewhere](https://example.com) [top](#top)\n"
    )
    assert (pages / "a.json").read_text() == "{}\n"
    assert (pages / "images/rooms.svg").read_text() == "<svg/>\n"
    assert (pages / "site.css").read_text() == "p {}\n"


@pytest.mark.parametrize(("link", "missing"), [("../src/gone.py", "src/gone.py"), ("../src", "src/README.md")])
def test_a_link_to_what_is_not_there_stops_the_copy(link: str, missing: str, repository: Path, tmp_path: Path) -> None:
    (repository / "docs/guide.md").write_text(f"[gone]({link})\n")

    with pytest.raises(FileNotFoundError, match=f"{link}', but there is no .*/{missing}$"):
        copy_pages(repository, tmp_path / "pages")
