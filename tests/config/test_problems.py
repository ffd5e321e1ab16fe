from __future__ import annotations

from stacktape_constructs.document.composer import MAX_PROBLEMS
from tests.config.configs import problems_of


def test_reading_ends_where_nobody_would_read_on():
    lines = [f"  r{index}: {{type: nothing}}\n" for index in range(MAX_PROBLEMS + 50)]
    *problems, last = problems_of("resources:\n" + "".join(lines))

    assert len(problems) == MAX_PROBLEMS
    assert all(": unknown resource type 'nothing'" in problem for problem in problems)
    assert (
        last
        == f"{MAX_PROBLEMS + 1}:{len(f'  r{MAX_PROBLEMS - 1}: {{type: ') + 1}: reading stops here, after 100 problems"
    )
