from __future__ import annotations

from tools.site.markdown import Markdown


def _for_site(text: str) -> str:
    return Markdown(text).for_site(lambda link: f"moved/{link}")


def test_headings_have_the_anchors_of_a_git_host() -> None:
    titles = ["What is kept", "`cors` of type `a-b`", "[Link](x.md), and more", "What is kept"]

    assert Markdown("".join(f"## {title}\n\n" for title in titles)).anchors() == [
        "what-is-kept",
        "cors-of-type-a-b",
        "link-and-more",
        "what-is-kept-1",
    ]
    assert _for_site("# One\n\n## Two\n") == "# One {#one}\n\n## Two {#two}\n"


def test_links_and_pictures_are_moved_and_code_is_left_alone() -> None:
    text = "[a](a.md), [`b`](b.md#c) `[c](c.md)` ![d](d.svg)\n\n```text\n[e](e.md)\n# no heading\n```\n"

    assert list(Markdown(text).links()) == ["a.md", "b.md#c", "d.svg"]
    assert _for_site(text) == (
        "[a](moved/a.md), [`b`](moved/b.md#c) `[c](c.md)` ![d](moved/d.svg)\n\n```text\n[e](e.md)\n# no heading\n```\n"
    )


def test_a_fence_keeps_its_language_and_its_title_only() -> None:
    assert _for_site("```yaml wrong\na: 1\n```\n") == "```yaml\na: 1\n```\n"
    assert _for_site('  ```py run title="app.py"\n  x\n  ```\n') == '  ```py title="app.py"\n  x\n  ```\n'
    assert _for_site("```yaml before\nx\n```\n") == '```yaml title="before"\nx\n```\n'
    assert _for_site("```\nx\n```\n") == "```\nx\n```\n"


def test_the_heading_above_a_directive_becomes_an_anchor() -> None:
    text = "## `EventBus`\n\n::: stacktape_constructs.EventBus\n\n## More\n"

    assert _for_site(text) == '<a id="eventbus"></a>\n\n::: stacktape_constructs.EventBus\n\n## More {#more}\n'
