"""Programs by the Go of the development environment; no module is ever fetched."""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from stacktape_constructs.packaging.languages.go.toolchain import Toolchain
from stacktape_constructs.packaging.languages.javascript.options import JavaScriptOptions
from tests.packaging.languages.projects import bundle, package, refusal, write

Edit = Callable[[Path], object]

ENTRY = "shop/cmd/orders/main.go"
SHOP = {
    "shop/go.mod": "module example.com/shop\n\ngo 1.24\n\n"
    "require example.com/money v0.0.0\n\nreplace example.com/money => ../money\n",
    ENTRY: 'package main\n\nimport (\n\t_ "embed"\n\n\t"example.com/money"\n\t"example.com/shop/mail"\n)\n\n'
    "//go:embed subject.txt\nvar subject string\n\n"
    "func main() { println(subject, mail.Sender, money.Unit) }\n",
    "shop/cmd/orders/subject.txt": "subject of the mail",
    "shop/mail/mail.go": 'package mail\n\nconst Sender = "sender of the mail"\n',
    "shop/mail/mail_test.go": "package mail\n",
    "shop/README.md": "",
    "money/go.mod": "module example.com/money\n\ngo 1.24\n",
    "money/money.go": 'package money\n\nconst Unit = "unit of the money"\n',
}
SMALL = {"go.mod": "module example.com/small\n\ngo 1.24\n", "main.go": "package main\n\nfunc main() {}\n"}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOPROXY", "off")
    monkeypatch.setenv("GOTOOLCHAIN", "local")


@pytest.fixture
def shop(project: Path) -> Path:
    write(project, SHOP)
    return project


def program(project: Path, entry: str = ENTRY, architecture: str = "x86_64") -> bytes:
    return (bundle(project, entry, architecture=architecture) / "bootstrap").read_bytes()


def builds(project: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often Go compiles for a package."""
    compiled = []
    build = Toolchain.build
    with monkeypatch.context() as patch:
        patch.setattr(Toolchain, "build", lambda self, output: (compiled.append(output), build(self, output)))
        bundle(project, ENTRY)
    return len(compiled)


@pytest.mark.parametrize(("architecture", "machine"), [("x86_64", 0x3E), ("arm64", 0xB7)])
def test_a_package_is_one_program_for_the_function_s_processor(project: Path, architecture: str, machine: int) -> None:
    write(project, SMALL)
    source = package(project, "main.go", architecture=architecture)
    assert source.bundle is not None
    (made,) = source.bundle.folder().iterdir()

    assert (source.handler, made.name) == ("bootstrap", "bootstrap")
    assert made.stat().st_mode & 0o777 == 0o755
    assert struct.unpack("<4s14xH", made.read_bytes()[:20]) == (b"\x7fELF", machine)


def test_a_program_has_all_that_its_package_imports_and_embeds(shop: Path) -> None:
    made = program(shop)

    assert all(text in made for text in (b"subject of the mail", b"sender of the mail", b"unit of the money"))


def test_a_program_is_the_same_in_another_folder_and_commit(shop: Path, tmp_path: Path) -> None:
    other = tmp_path / "deeper" / "down"
    write(other, SHOP)
    for command in ("init -q", "add .", "-c user.name=a -c user.email=a@example.com commit -qm a"):
        subprocess.run(["git", *command.split()], cwd=other, check=True)

    assert program(other) == program(shop)


def test_a_program_is_the_same_whatever_the_settings_of_a_machine(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = program(shop)
    for name, value in {"GOFLAGS": "-tags=other", "GOAMD64": "v3", "CGO_ENABLED": "1", "GOOS": "darwin"}.items():
        monkeypatch.setenv(name, value)
    shutil.rmtree(shop.parent / "cache")

    assert program(shop) == before
    assert b"CGO_ENABLED=0" in before


def test_what_is_unchanged_is_not_compiled_again(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert builds(shop, monkeypatch) == 1
    assert builds(shop, monkeypatch) == 0


@pytest.mark.parametrize(
    "edit",
    [
        lambda shop: (shop / "shop/README.md").write_text("new"),
        lambda shop: (shop / "shop/mail/mail_test.go").write_text("package mail // new"),
        lambda shop: write(shop, {"shop/other/other.go": "package other"}),
    ],
    ids=["another file", "a test", "another package"],
)
def test_what_is_no_part_of_the_program_compiles_nothing(
    shop: Path, monkeypatch: pytest.MonkeyPatch, edit: Edit
) -> None:
    bundle(shop, ENTRY)
    edit(shop)

    assert builds(shop, monkeypatch) == 0


@pytest.mark.parametrize(
    "edit",
    [
        lambda shop: (shop / "shop/cmd/orders/subject.txt").write_text("another one"),
        lambda shop: (shop / "shop/mail/mail.go").write_text('package mail\n\nconst Sender = "other"\n'),
        lambda shop: (shop / "money/money.go").write_text('package money\n\nconst Unit = "other"\n'),
        lambda shop: write(shop, {"shop/mail/log.go": 'package mail\n\nfunc init() { println("new") }\n'}),
        lambda shop: (shop / "shop/go.mod").write_text(SHOP["shop/go.mod"] + "\ngodebug panicnil=1\n"),
    ],
    ids=["an embedded file", "an imported file", "a module elsewhere", "a new file", "go.mod"],
)
def test_a_changed_part_of_the_program_compiles_it_again(shop: Path, edit: Edit) -> None:
    before = program(shop)
    edit(shop)

    assert program(shop) != before


@pytest.mark.parametrize("pattern", ["all:texts", "texts/*/*.txt"])
def test_a_new_file_that_is_embedded_compiles_the_program_again(project: Path, pattern: str) -> None:
    main = f'package main\n\nimport "embed"\n\n//go:embed {pattern}\nvar texts embed.FS\n\n'
    main += 'func main() { text, _ := texts.ReadFile("texts/a/1.txt"); println(string(text)) }\n'
    write(project, {**SMALL, "main.go": main, "texts/a/1.txt": "first text", "texts/b/README": ""})
    before = program(project, "main.go")
    write(project, {"texts/b/2.txt": "second text"})

    assert b"second text" not in before
    assert b"second text" in program(project, "main.go")


def test_a_vendor_folder_is_where_packages_come_from(project: Path) -> None:
    main = 'package main\n\nimport "example.com/far"\n\nfunc main() { println(far.Name) }\n'
    vendored = "# example.com/far v1.2.3\n## explicit; go 1.24\nexample.com/far\n"
    go_mod = SMALL["go.mod"] + "\nrequire example.com/far v1.2.3\n"
    write(project, {"go.mod": go_mod, "main.go": main, "vendor/modules.txt": vendored})
    write(project, {"vendor/example.com/far/far.go": 'package far\n\nconst Name = "far away"\n'})
    before = program(project, "main.go")
    write(project, {"vendor/example.com/far/far.go": 'package far\n\nconst Name = "near by"\n'})

    assert b"far away" in before
    assert b"near by" in program(project, "main.go")


def test_modules_of_a_workspace_are_compiled_together(shop: Path) -> None:
    (shop / "shop/go.mod").write_text("module example.com/shop\n\ngo 1.24\n")
    write(shop, {"go.work": "go 1.24\n\nuse ./shop\nuse ./money\n"})
    before = program(shop)
    (shop / "go.work").write_text("go 1.24\n\ngodebug panicnil=1\n\nuse ./shop\nuse ./money\n")

    assert b"unit of the money" in before
    assert program(shop) != before


def test_each_module_of_a_workspace_decides_about_versions(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(shop, {"go.work": "go 1.24\n\nuse ./shop\nuse ./other\n", "other/go.mod": "module example.com/other\n"})
    bundle(shop, ENTRY)
    (shop / "other/go.mod").write_text("module example.com/other\n\ngo 1.24\n")

    assert builds(shop, monkeypatch) == 1


def test_code_that_is_wrong_is_refused_in_go_s_own_words(project: Path) -> None:
    write(project, {**SMALL, "main.go": "package main\n\nfunc main() { undefined() }\n"})

    error = refusal(project, "main.go")

    assert error.sentence == "main.go: cannot be packaged: go failed with exit code 1 and said:"
    assert "./main.go:3:15: undefined: undefined" in error.details


def test_an_import_that_go_mod_does_not_name_is_refused_in_go_s_own_words(project: Path) -> None:
    write(project, {**SMALL, "main.go": 'package main\n\nimport _ "example.com/far"\n\nfunc main() {}\n'})

    assert "no required module provides package example.com/far; to add it:" in refusal(project, "main.go").details
    assert (project / "go.mod").read_text() == SMALL["go.mod"]


def test_a_file_without_a_module_is_refused(project: Path) -> None:
    write(project, {"main.go": SMALL["main.go"]})

    assert str(refusal(project, "main.go")) == (
        "main.go: is part of no module, for there is no go.mod in its folder or above it; make one in the folder that "
        "your imports start from: go mod init example.com/orders"
    )


def test_a_file_of_a_library_is_refused(shop: Path) -> None:
    assert str(refusal(shop, "shop/mail/mail.go")) == (
        "shop/mail/mail.go: is of package mail, and only package main becomes a program; give a file of package main"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [("main_test.go", "package main\n"), ("tool.go", "//go:build ignore\n\npackage main\n\nfunc main() {}\n")],
)
def test_a_file_that_go_leaves_out_of_the_program_is_refused(project: Path, name: str, text: str) -> None:
    write(project, {**SMALL, name: text})

    assert str(refusal(project, name)) == (
        f"{name}: is no part of the program of its folder, by its name or by a build constraint; give one of main.go"
    )


def test_without_go_it_is_said_how_to_get_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, SMALL)
    monkeypatch.setenv("PATH", str(project))

    assert str(refusal(project, "main.go")) == (
        "main.go: cannot be compiled without Go, which is not on PATH; install it (https://go.dev/doc/install), or "
        "give a ready folder or zip (LambdaPackage.from_artifact, in YAML custom-artifact)"
    )


def test_options_of_another_language_are_refused(project: Path) -> None:
    write(project, SMALL)

    assert str(refusal(project, "main.go", options=JavaScriptOptions())) == (
        "main.go: is Go, which has no options, got JavaScriptOptions; remove options"
    )
