"""Snapshots of templates with syrupy, the extra `stacktape-constructs[testing]`."""

from __future__ import annotations

from typing import Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from stacktape_constructs.testing.template_text import stable_text


class TemplateSnapshot(SingleFileSnapshotExtension):
    """Keeps a template in a file of its own, in the form of `stable_text`.

    The file is `__snapshots__/<test file>/<test>.template.yaml`; `pytest --snapshot-update` writes it.

    Example:
        ```python
        from stacktape_constructs.testing import TemplateSnapshot, config_template

        def test_the_template_is_the_one_that_was_reviewed(snapshot):
            assert config_template("stacktape.yml") == snapshot(extension_class=TemplateSnapshot)
        ```

    https://syrupy-project.github.io/syrupy/
    """

    _write_mode = WriteMode.TEXT
    file_extension = "template.yaml"

    def serialize(self, data: Any, **_: Any) -> str:
        """The text of a template.

        Args:
            data: the template, as a dict or an `aws_cdk.assertions.Template`.

        Raises:
            InvalidArgumentError: this is no template.
        """
        return stable_text(data)
