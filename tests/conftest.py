"""Settings for the whole suite."""

import os

# CDK's own validation runs in each synth and costs seconds per process; `make nag` turns it on.
os.environ.setdefault("CDK_VALIDATION", "false")
# The banner about the age of a Node version is no concern of a test's output.
os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20")


def pytest_addoption(parser):
    parser.addoption(
        "--update-cases", action="store_true", help="write what the golden cases give now as what is expected"
    )
