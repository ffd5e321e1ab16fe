"""`pack` and `nixpacks`, neither of which comes from a package registry: stand-ins that record how they are called."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.images.engine import Engine

#: What the stand-ins build of a folder.
STAND_IN = """\
FROM public.ecr.aws/docker/library/debian:13-slim
COPY . /workspace/
RUN printf '#!/bin/sh\\ncat /workspace/server.js\\n' >/usr/local/bin/web && chmod a+x /usr/local/bin/web
USER 1000
CMD ["web"]
"""

# Knows the arguments that have a value, and takes the other ones for the command, the image or the folder.
_TOOL = """\
#!/bin/sh
set -eu
printf '%s\\n' "$@" >'{folder}/{name}.log'
[ "$1" = build ]
shift
given=
while [ $# -gt 0 ]; do
  case "$1" in
    --path) path=$2 ;;
    --name) image=$2 ;;
    --*) ;;
    *) given=$1; shift; continue ;;
  esac
  shift 2
done
echo 'what a tool says of its work'
'{docker}' build --tag "${{image:-$given}}" --file '{folder}/Dockerfile' "${{path:-$given}}"
"""


@dataclass(frozen=True)
class BuildTools:
    """The stand-ins for both tools.

    Attributes:
        folder: where they are, for PATH.
    """

    folder: Path

    @staticmethod
    def stand_ins(engine: Engine, folder: Path) -> BuildTools:
        """Writes them."""
        settings = "".join(f"export {name}='{value}'\n" for name, value in engine.environment.items())
        (folder / "Dockerfile").write_text(STAND_IN)
        for name in ("pack", "nixpacks"):
            script = _TOOL.format(docker=engine.program, folder=folder, name=name)
            (folder / name).write_text(script.replace("set -eu\n", f"set -eu\n{settings}"))
            (folder / name).chmod(0o755)
        return BuildTools(folder)

    def arguments(self, name: str) -> list[str]:
        """What a tool was called with the last time."""
        return (self.folder / f"{name}.log").read_text().splitlines()
