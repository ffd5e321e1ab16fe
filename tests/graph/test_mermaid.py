from __future__ import annotations

import re

from stacktape_constructs.graph.mermaid import as_mermaid
from stacktape_constructs.graph.model import Edge, Graph, Node
from tests.graph.graphs import everything

GRAPH = Graph(
    (
        Node("api", "http-api-gateway", "api", is_resource=True),
        Node("f.events[0]", "route", "", ("GET /orders/{id}",)),
        Node("f", "function", "f", is_resource=True),
    ),
    (Edge("api", "f.events[0]"), Edge("f.events[0]", "f", label="authorizer"), Edge("f", "api", is_access=True)),
)


def test_a_graph_is_a_flowchart():
    assert as_mermaid(GRAPH) == (
        "flowchart LR\n"
        '    n0["api<br/>http-api-gateway"]\n'
        '    n1(["GET /orders/{id}<br/>route"])\n'
        '    n2["f<br/>function"]\n'
        "    n0 --> n1\n"
        '    n1 -->|"authorizer"| n2\n'
        "    n2 -.-> n0\n"
    )


def test_it_can_lead_down():
    assert as_mermaid(GRAPH, "down").startswith("flowchart TD\n")


def test_what_mermaid_or_html_would_read_is_written_by_its_number():
    text = as_mermaid(everything())

    assert "#60;script#62;alert('1')#60;/script#62; #38; #92;#34;x#92;#34;#34;" in text
    for quoted in re.findall(r'"([^"]*)"', text):
        assert not re.search(r"[<>&`\\$;*]", re.sub(r"<br/>|#\d+;", "", quoted)), quoted


def test_what_markdown_would_emphasize_is_not():
    text = as_mermaid(Graph((Node("a", "rule", "", ("_a_ A_B **c**",)),), ()))

    assert '"#95;a#95; A_B #42;#42;c#42;#42;<br/>rule"' in text


def test_what_markdown_would_link_is_text():
    lines = ("https://a.example", "WWW.a.example", "[a](b)", "a: b/c.d")
    text = as_mermaid(Graph((Node("a", "rule", "", lines),), ()))

    assert '"https#58;//a.example<br/>WWW#46;a.example<br/>[a#93;(b)<br/>a: b/c.d<br/>rule"' in text


def test_a_line_break_in_a_text_ends_no_line():
    text = as_mermaid(Graph((Node("a", "rule", 'x\n    y["', ("%% z",)),), ()))

    assert text == 'flowchart LR\n    n0(["x#10;    y[#34;<br/>#37;#37; z<br/>rule"])\n'
