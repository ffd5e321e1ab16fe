from __future__ import annotations

import pytest

from stacktape_constructs.errors import PackagingError
from stacktape_constructs.packaging.languages import LANGUAGE_BY_SUFFIX, LANGUAGES, language_of


@pytest.mark.parametrize(
    ("file", "runtime"),
    [
        ("orders.py", "python3.13"),
        ("orders.js", "nodejs24.x"),
        ("orders.mjs", "nodejs24.x"),
        ("orders.cjs", "nodejs24.x"),
        ("orders.ts", "nodejs24.x"),
        ("orders.tsx", "nodejs24.x"),
        ("orders.jsx", "nodejs24.x"),
        ("src/Orders.java", "java21"),
        ("main.go", "provided.al2023"),
        ("orders.rb", "ruby3.3"),
        ("orders.php", "provided.al2023"),
        ("main.rs", "provided.al2023"),
        ("Orders.cs", "dotnet10"),
    ],
)
def test_the_extension_of_a_file_gives_its_runtime(file: str, runtime: str) -> None:
    assert language_of(file).default_runtime.name == runtime


def test_an_unknown_extension_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(PackagingError) as caught:
        language_of("src/orders.cob")

    assert str(caught.value) == (
        "src/orders.cob: has the extension '.cob', which is of no known language; known are "
        ".py, .js, .mjs, .cjs, .ts, .mts, .cts, .tsx, .jsx, .java, .go, .rb, .php, .rs, .cs"
    )


def test_no_two_languages_claim_one_extension() -> None:
    assert len(LANGUAGE_BY_SUFFIX) == sum(len(language.suffixes) for language in LANGUAGES)
