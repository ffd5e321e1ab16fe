from __future__ import annotations

import functools

import pytest

from tests.config.configs import facts, read_room, room_problems


@pytest.fixture
def folder(tmp_path):
    files = {
        ".env": "# comment\nexport KEY='a b'\nPLAIN=x # why\nURL='http://x/#y'\n\nno assignment\n",
        "file.ini": "top = t\n[section]\nKey = value\n",
        "file.yml": "a:\n  b: [x, $Stage()]\n",
        "file.json": '{"a": {"b": "c"}}',
        "notes.txt": "some text\n",
        "broken.yml": "a: [",
        "empty.yml": "",
        "broken.ini": "[x\n",
        "program.ts": "",
        "binary.txt": b"\xff\xfe\xfa",
        "huge.txt": "x" * 1_000_001,
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    (tmp_path / "folder").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("directive", "value"),
    [
        ("$File('.env').KEY", "a b"),
        ("$File('.env').PLAIN", "x"),
        ("$File('.env').URL", "http://x/#y"),
        ("$File('file.ini').top", "t"),
        ("$File('file.ini').section.Key", "value"),
        ("$File('file.yml').a.b.0", "x"),
        ("$File('file.yml').a.b.1", "dev"),
        ("$File('file.json').a.b", "c"),
        ("$FileRaw('notes.txt')", "some text\n"),
        ("$FileRaw('folder/../notes.txt')", "some text\n"),
    ],
)
def test_a_file_is_read_by_its_kind(folder, directive, value):
    assert read_room(f"name: {directive}", project_folder=folder).name == value


@pytest.mark.parametrize(
    ("directive", "problem"),
    [
        ("$FileRaw('nope.txt')", "there is no file 'nope.txt' in "),
        ("$FileRaw('../x')", "file '../x' is outside the project's folder"),
        ("$FileRaw('/etc/hostname')", "file '/etc/hostname' is outside the project's folder"),
        ("$FileRaw('folder')", "'folder' is a folder; name a file in it"),
        ("$FileRaw('binary.txt')", "file 'binary.txt' is no UTF-8 text"),
        ("$FileRaw('huge.txt')", "file 'huge.txt' is larger than 1,000,000 bytes"),
        ("$FileRaw('notes.txt/x')", "file 'notes.txt/x' cannot be read"),
        ("$File('broken.yml').a", "file 'broken.yml' is no valid YAML"),
        ("$File('empty.yml').a", "file 'empty.yml' is empty"),
        ("$File('broken.ini').a", "file 'broken.ini' is no valid INI"),
        (
            "$File('program.ts').a",
            "file 'program.ts' is a program, which is not run while a template is built",
        ),
        ("$File('notes.txt').a", "use $FileRaw('notes.txt') for its text"),
        ("$File().a", "needs the path of a file"),
        ("$FileRaw()", "needs the path of a file"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(folder, directive, problem):
    (found,) = room_problems(f"name: {directive}", project_folder=folder)

    assert problem in found


def test_a_link_out_of_the_folder_is_not_followed(folder):
    outside = folder.parent / "secret.txt"
    outside.write_text("secret")
    (folder / "link.txt").symlink_to(outside)

    (found,) = room_problems("name: $FileRaw('link.txt')", project_folder=folder)
    assert "is outside the project's folder" in found


def test_a_file_of_a_wider_project_folder_may_be_read(folder):
    hall = folder / "folder"

    assert read_room("name: $FileRaw('../notes.txt')", project_folder=hall, boundary=folder).name == "some text\n"
    (found,) = room_problems("name: $FileRaw('../../x')", project_folder=hall, boundary=folder)
    assert found.endswith(
        f"file '../../x' is outside the project's folder {folder}; move it into that folder, or name a folder that "
        "holds both by -c projectFolder=… (in Python project_folder)"
    )


def test_what_a_dotenv_file_says_is_to_be_hidden(folder):
    known = facts(project_folder=folder)
    load_room = functools.partial(read_room, project_folder=folder, hidden=known.hidden)

    load_room("name: $File('file.yml').a.b.0")
    assert known.hidden == set()
    load_room("name: $File('.env').PLAIN")
    assert {"a b", "x", "http://x/#y"} < known.hidden


def test_a_problem_in_a_file_says_where_in_that_file(folder):
    (folder / "room.yml").write_text("doors: 9\n")

    (found,) = room_problems("window: $File('room.yml')", project_folder=folder)
    assert found == "1:1: unknown property 'doors' of 'window' in room 'hall'; it has: open"
