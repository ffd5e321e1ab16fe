from __future__ import annotations

from pathlib import Path

import pytest

from stacktape_constructs.packaging.left_out import LEFT_OUT, holds_private_key, is_asked_for, is_left_out
from tests.support import REPOSITORY

PRIVATE_KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n"
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


@pytest.mark.parametrize(
    "name",
    [
        ".env",
        ".env.local",
        ".npmrc",
        ".aws",
        ".ssh",
        ".git",
        ".netrc",
        "id_rsa",
        "server.key",
        "cdk.out",
        ".venv",
        ".venv-3.13",
        "__pycache__",
    ],
)
def test_credentials_and_leftovers_are_left_out(name: str) -> None:
    assert is_left_out(name)


@pytest.mark.parametrize(
    "name", ["env", "environment.py", ".envoy", "keys.py", ".gitignore", "node_modules", "cacert.pem"]
)
def test_other_files_are_not(name: str) -> None:
    assert not is_left_out(name)


def test_the_documentation_lists_all_that_is_left_out() -> None:
    text = (REPOSITORY / "docs" / "security.md").read_text(encoding="utf-8")

    assert [name for name in LEFT_OUT if f"`{name}`" not in text] == []


def test_of_pem_files_only_private_keys_are_left_out(tmp_path: Path) -> None:
    for name, text in {"key.pem": PRIVATE_KEY, "cacert.pem": CERTIFICATE, "key.txt": PRIVATE_KEY}.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "large.pem").write_text(CERTIFICATE * 5000 + PRIVATE_KEY)

    found = [path.name for path in sorted(tmp_path.iterdir()) if holds_private_key(path)]

    # A bundle of certificates may be large; a key is not, and only small files are read.
    assert found == ["key.pem"]
    assert not holds_private_key(tmp_path / "missing.pem")


@pytest.mark.parametrize(
    ("pattern", "asked_for"),
    [
        ("config/.env", True),
        ("config/.env*", True),
        ("**/.env", True),
        ("config/*", False),
        ("config/**", False),
        ("**/*", False),
        ("config/*e*", False),
    ],
)
def test_what_is_left_out_has_to_be_asked_for_by_name(pattern: str, asked_for: bool) -> None:
    assert is_asked_for(Path("/shop/config/.env"), Path("/shop"), pattern) is asked_for


def test_every_part_of_a_path_has_to_be_asked_for() -> None:
    file = Path("/shop/.git/hooks/server.key")

    assert not is_asked_for(file, Path("/shop"), ".git/**")
    assert is_asked_for(file, Path("/shop"), ".git/**/*.key")


def test_a_private_key_has_to_be_asked_for_too(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text(PRIVATE_KEY)

    assert not is_asked_for(tmp_path / "key.pem", tmp_path, "*")
    assert is_asked_for(tmp_path / "key.pem", tmp_path, "*.pem")
