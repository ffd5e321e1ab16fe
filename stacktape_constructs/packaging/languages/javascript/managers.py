"""The package managers of JavaScript, and how each installs what its lock file says."""

from __future__ import annotations

from pathlib import Path

import attrs

_COREPACK = "0.36.0"
_BUN = "1.4.4"

# It brings yarn and pnpm, in the version that `packageManager` in package.json names.
# https://github.com/nodejs/corepack#readme
_BY_COREPACK = (
    "ENV COREPACK_ENABLE_DOWNLOAD_PROMPT=0 COREPACK_DEFAULT_TO_LATEST=0",
    # The images of Node.js up to 25 have a yarn of their own, which npm replaces only if it is forced to.
    f"RUN npm install --global --force corepack@{_COREPACK} && corepack enable",
)


@attrs.frozen(kw_only=True)
class PackageManager:
    """A package manager.

    Attributes:
        locks: names of its lock file.
        cache: the folder where it keeps what it has downloaded.
        install: the command that installs all packages of the lock file.
        prune: the command that removes those of `devDependencies` again.
        setup: the instructions that make it ready.
    """

    locks: tuple[str, ...]
    cache: str
    install: str
    prune: str
    setup: tuple[str, ...] = ()


_NPM = PackageManager(
    locks=("package-lock.json", "npm-shrinkwrap.json"),
    cache="/root/.npm",
    install="npm ci",
    prune="npm prune --omit=dev",
)
_PNPM = PackageManager(
    locks=("pnpm-lock.yaml",),
    cache="/root/.local/share/pnpm/store",
    install="pnpm install --frozen-lockfile",
    prune="CI=true pnpm prune --prod --ignore-scripts",
    setup=_BY_COREPACK,
)
_YARN_1 = PackageManager(
    locks=("yarn.lock",),
    cache="/usr/local/share/.cache/yarn",
    install="yarn install --frozen-lockfile",
    prune="yarn install --frozen-lockfile --production --ignore-scripts --prefer-offline",
    setup=_BY_COREPACK,
)
_YARN = PackageManager(
    locks=("yarn.lock",),
    cache="/root/.yarn/berry/cache",
    install="yarn install --immutable",
    prune="yarn workspaces focus --production",
    # Without this, packages stay in archives that only yarn's own loader reads.
    setup=(*_BY_COREPACK, "ENV YARN_NODE_LINKER=node-modules"),
)
_BUN_SH = PackageManager(
    locks=("bun.lock", "bun.lockb"),
    cache="/root/.bun/install/cache",
    install="bun install --frozen-lockfile",
    prune="rm -rf node_modules && bun install --frozen-lockfile --production --ignore-scripts",
    setup=(f"RUN npm install --global bun@{_BUN}",),
)
_WITHOUT_LOCK = attrs.evolve(_NPM, locks=(), install="npm install")


def manager_of(folder: Path) -> PackageManager:
    """The package manager whose lock file a folder has; npm where there is none."""
    for manager in (_PNPM, _BUN_SH, _YARN, _NPM):
        for name in manager.locks:
            if (folder / name).is_file():
                # Only the lock files of yarn 1 begin so.
                first = (folder / name).read_bytes()[:200] if manager is _YARN else b""
                return _YARN_1 if b"yarn lockfile v1" in first else manager
    return _WITHOUT_LOCK
