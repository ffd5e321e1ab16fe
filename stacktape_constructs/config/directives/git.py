"""`$GitInfo`: what git knows of the project's folder."""

from __future__ import annotations

import re
import subprocess

from stacktape_constructs.config.directives.errors import DirectiveError
from stacktape_constructs.config.facts import Facts
from stacktape_constructs.document.quoting import quoted
from stacktape_constructs.errors import did_you_mean

_QUESTIONS = {
    "commit": ("rev-parse", "HEAD"),
    "branch": ("rev-parse", "--abbrev-ref", "HEAD"),
    "username": ("config", "user.name"),
    "gitUrl": ("config", "--get", "remote.origin.url"),
}

_CREDENTIALS = re.compile(r"(https?://)[^/@\s]+@")


def git_fact(fact: str, facts: Facts) -> str:
    """One fact: `commit`, `branch`, `username` or `gitUrl`.

    Where facts are to be stable, the answer is a fixed text: a template whose only change is the
    commit it was made from is no change worth a review.

    Raises:
        DirectiveError: there is no such fact, or git does not know it.
    """
    if fact not in _QUESTIONS:
        known = ", ".join(_QUESTIONS)
        raise DirectiveError(
            f"directive $GitInfo({quoted(fact)}) is not known; it tells {known}{did_you_mean(fact, _QUESTIONS)}"
        )
    if facts.stable:
        return f"git-{fact}"
    try:
        answer = subprocess.run(
            ["git", *_QUESTIONS[fact]],
            cwd=facts.project_folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        message = f"directive $GitInfo('{fact}'): git cannot be run ({error}); install it, or write the {fact} itself"
        raise DirectiveError(message) from None
    if answer.returncode or not answer.stdout.strip():
        reason = answer.stderr.strip().splitlines()[:1]
        detail = f": {reason[0]}" if reason else ""
        raise DirectiveError(f"directive $GitInfo('{fact}'): git does not know it in {facts.project_folder}{detail}")
    # Remotes with a token in their URL are common in CI, and a template is no place for it.
    return _CREDENTIALS.sub(r"\1", answer.stdout.strip())
