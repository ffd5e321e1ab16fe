from __future__ import annotations

from pathlib import Path

from tests.packaging.languages.projects import refusal


def test_php_says_what_runs_it_instead(project: Path) -> None:
    assert str(refusal(project, "orders.php")) == (
        "orders.php: is PHP, which Lambda has no runtime for; run it in a container (ContainerPackage.from_dockerfile, "
        "in YAML custom-dockerfile), or give a folder with what composer has installed and a bootstrap that starts "
        "PHP, such as Bref's (LambdaPackage.from_artifact with the runtime provided.al2023, in YAML custom-artifact)"
    )
