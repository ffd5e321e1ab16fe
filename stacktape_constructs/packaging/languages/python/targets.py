"""What packages are installed for: a version of Python on one of Lambda's machines."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import attrs

from stacktape_constructs.errors import PackagingError

_RUNTIME = re.compile(r"python3\.(\d+)")
_MACHINES = {"x86_64": "x86_64", "arm64": "aarch64"}

# Up to Python 3.11 the runtimes have Amazon Linux 2 with glibc 2.26, from 3.12 on Amazon Linux 2023 with
# glibc 2.34. Wheels say what they need at least: `manylinux_2_28`; 2_17 is the last before 2.26 that
# packages are built for.
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
_LAST_ON_AMAZON_LINUX_2 = 11
_GLIBC_OF_AMAZON_LINUX_2 = 17
_GLIBC_OF_AMAZON_LINUX_2023 = 34
_OLDEST_GLIBC = 17

#: What the runtimes have beside the standard library.
#: https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html
IN_THE_RUNTIME = frozenset(
    "awslambdaric boto3 botocore dateutil jmespath s3transfer six snapshot_restore_py urllib3".split()
)

# The standard library differs between this Python and that of the runtime: the minor versions that modules are in.
# https://docs.python.org/3/whatsnew/
_SINCE = {"tomllib": 11, "annotationlib": 14, "compression": 14}
_BEFORE = {
    "binhex": 11,
    **dict.fromkeys("asynchat asyncore distutils imp smtpd".split(), 12),
    **dict.fromkeys("aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap nntplib pipes".split(), 13),
    **dict.fromkeys("sndhdr sunau telnetlib uu xdrlib".split(), 13),
}


@attrs.frozen
class Target:
    """A version of Python on a kind of machine.

    Attributes:
        minor: of the version, such as 13.
        architecture: `x86_64` or `arm64`.
    """

    minor: int
    architecture: str

    @staticmethod
    def of(runtime: str, architecture: str, *, title: str) -> Target:
        """The target of a function.

        Raises:
            PackagingError: its runtime is not one of Python 3.
        """
        version = _RUNTIME.fullmatch(runtime)
        if version is None:
            raise PackagingError(
                path=title,
                problem=f"is Python, and the function's runtime is {runtime}; give it a Python runtime such as "
                "python3.13",
            )
        return Target(int(version[1]), architecture)

    @property
    def python(self) -> str:
        """The version, such as `3.13`."""
        return f"3.{self.minor}"

    @property
    def machine(self) -> str:
        """The machine as wheels name it."""
        return _MACHINES[self.architecture]

    @property
    def uv_platform(self) -> str:
        """The platform as uv names it."""
        return f"{self.machine}-manylinux_2_{self._glibc}"

    @property
    def pip_platforms(self) -> Iterator[str]:
        """The platforms whose wheels run there, the best first: pip takes no others."""
        for glibc in range(self._glibc, _OLDEST_GLIBC - 1, -1):
            yield f"manylinux_2_{glibc}_{self.machine}"
        # pip itself adds what is older.
        yield f"manylinux2014_{self.machine}"

    @property
    def is_newer(self) -> bool:
        """Whether this Python is an older one."""
        return self.minor > sys.version_info.minor

    @property
    def is_like_this_machine(self) -> bool:
        """Whether conditions on version and system, such as `python_version < "3.12"`, hold for both or neither."""
        return self.minor == sys.version_info.minor and sys.platform == "linux"

    @property
    def _glibc(self) -> int:
        return _GLIBC_OF_AMAZON_LINUX_2 if self.minor <= _LAST_ON_AMAZON_LINUX_2 else _GLIBC_OF_AMAZON_LINUX_2023

    def __str__(self) -> str:
        return f"Python {self.python} on {self.architecture}"


def is_standard(module: str, minor: int) -> bool:
    """Whether a module is part of a Python itself, by its minor version."""
    if module in _SINCE or module in _BEFORE:
        return _SINCE.get(module, 0) <= minor < _BEFORE.get(module, sys.maxsize)
    return module in sys.stdlib_module_names
