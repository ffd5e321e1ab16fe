from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from stacktape_constructs.graph.html import as_html
from stacktape_constructs.graph.model import Graph, Node
from stacktape_constructs.graph.svg import as_svg
from tests.graph.graphs import everything

SVG = "{http://www.w3.org/2000/svg}"


def _texts(picture: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def test_every_box_and_arrow_is_drawn():
    graph = everything()
    root = ElementTree.fromstring(as_svg(graph, title="all"))
    of_class = [element.get("class", "") for element in root.iter()]

    assert of_class.count("box") == sum(node.is_resource for node in graph.nodes)
    assert of_class.count("condition") == sum(not node.is_resource for node in graph.nodes)
    # Of each kind one is in the legend.
    assert of_class.count("edge access") == sum(edge.is_access for edge in graph.edges) + 1
    assert of_class.count("edge") == sum(not edge.is_access for edge in graph.edges) + 1


def test_every_text_is_there_as_it_is_written():
    texts = _texts(as_svg(everything(), title="all"))

    assert {"orders", "alone", "selfish", "guard", "job", "GET /orders/{id}", "authorizer"} <= set(texts)
    assert "".join(texts).replace(" ", "").count("</text><script>alert('1')</script>&") == 1


@pytest.mark.parametrize("draw", [as_svg, as_html])
def test_nothing_of_a_config_is_markup(draw):
    picture = draw(everything(), title="<script>&\"'")

    assert "<script" not in picture
    assert "&lt;script&gt;&amp;&quot;&#x27;" in picture


@pytest.mark.parametrize("draw", [as_svg, as_html])
def test_nothing_else_is_loaded(draw):
    picture = draw(everything(), title="all")

    assert re.findall(r"https?://[^\"' ]+", picture) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"@import|url\((?!#)|href|src=|<script|<link|<image|<use|<foreignObject", picture)


def test_it_has_colours_for_a_dark_page_too():
    light, dark = re.fullmatch(
        r".*<style>\n(.*)@media \(prefers-color-scheme: dark\) \{\n(.*)\}\n</style>.*",
        as_svg(everything(), title="all"),
        re.DOTALL,
    ).groups()
    coloured = re.compile(r"^\.([a-z0-9-]+).*#[0-9a-f]{6}", re.MULTILINE)

    assert set(coloured.findall(light)) == set(coloured.findall(dark))


def test_a_character_that_xml_cannot_have_is_replaced():
    graph = Graph((Node("a", "rule", "", ("a\x00b\x1bc\ud800d\uffff",)),), ())

    assert "a�b�c�d�" in _texts(as_svg(graph, title="\x01"))
    assert "<h1>a�</h1>" in as_html(graph, title="a\udcff")


def test_it_says_what_it_is_of():
    root = ElementTree.fromstring(as_svg(everything(), title="What starts what"))

    assert (root.get("role"), root.get("aria-label")) == ("img", "What starts what")
    assert root.findtext(f"{SVG}title") == "What starts what"


def test_a_graph_of_nothing_is_a_picture_too():
    assert _texts(as_svg(Graph((), ()), title="none")) == ["starts", "has access to"]


def test_a_page_has_the_picture_and_its_title():
    page = as_html(everything(), title="all")

    assert page.startswith("<!doctype html>\n")
    assert "<h1>all</h1>" in page
    assert as_svg(everything(), title="all") in page
