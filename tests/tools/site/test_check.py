from __future__ import annotations

from pathlib import Path

import pytest

from tools.site.check import faults

GOOD = {
    "index.html": """
        <link rel="canonical" href="https://example.com/"><link rel="stylesheet" href="assets/main.css">
        <a href="guide/page.html#caf%C3%A9">guide</a> <a href="https://example.com">elsewhere</a> <a href="#">top</a>
        <script>fetch("https://not-a-load.example.com")</script> <code>[a][b.c]</code>
    """,
    "guide/page.html": '<h1 id="café">x</h1> <img src="../assets/icon.svg"> <a href="/">start</a> <a href="..">up</a>',
    "assets/main.css": "a { background: url(icon.svg) }",
    "assets/icon.svg": "<svg/>",
}


def _faults(folder: Path, **changed: str) -> list[str]:
    for name, text in {**GOOD, **{name.replace("_", "."): text for name, text in changed.items()}}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return faults(folder)


def test_a_site_without_faults_has_none(tmp_path: Path) -> None:
    assert _faults(tmp_path) == []


def test_a_site_without_pages_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path) == ["the site has no pages"]


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<a href="gone.html">', "links to 'gone.html', which is not there"),
        ('<a href="/gone/">', "links to '/gone/', which is not there"),
        ('<a href="guide/page.html#gone">', "links to 'guide/page.html#gone', but there is no such anchor"),
        ('<a href="#gone">', "links to '#gone', but there is no such anchor"),
        ('<img src="gone.png">', "loads 'gone.png', which is not there"),
        ("<p>see [EventBus][stacktape_constructs.EvntBus]", "refers to 'stacktape_constructs.EvntBus', which no page"),
    ],
)
def test_what_leads_nowhere_is_a_fault(html: str, fault: str, tmp_path: Path) -> None:
    (found,) = _faults(tmp_path, index_html=html)

    assert found.startswith(f"index.html: {fault}")


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example.com/a.js"></script>',
        '<script src="//cdn.example.com/a.js"></script>',
        '<link rel="stylesheet" href="https://fonts.example.com/css">',
        '<link rel="preconnect" href="https://fonts.example.com">',
        '<img src="https://cdn.example.com/badge.svg">',
        '<iframe src="https://video.example.com/1"></iframe>',
        "<style>@import 'https://fonts.example.com/css'</style>",
        '<p style="background: url(https://cdn.example.com/a.png)">',
        '<pre class="mermaid">graph LR</pre>',
    ],
)
def test_a_request_to_another_host_is_a_fault(html: str, tmp_path: Path) -> None:
    (found,) = _faults(tmp_path, index_html=html)

    assert found.endswith("from another host")


def test_a_request_of_a_style_sheet_is_a_fault(tmp_path: Path) -> None:
    found = _faults(tmp_path, **{"assets/main_css": '@font-face { src: url("https://fonts.example.com/a.woff2") }'})

    assert found == ["assets/main.css: loads 'https://fonts.example.com/a.woff2' from another host"]
