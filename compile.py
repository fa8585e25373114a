"""Compile: the loops of the sieve and of the walk over a page in C, when materiel is built or installed.

Without a compiler Python does the same, slower.

python compile.py     compiles them in this folder, as `pip install -e .` does
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand
    BuildHookInterface = object

SOURCE = Path(__file__).parent / "src" / "materiel" / "read" / "page" / "_sieve.c"
PARTS = ("_visible.c", "_fold.c", "_terms.c", "_pieces.c", "_visits.c")
BUILT = SOURCE.with_suffix(".so")


def compiled() -> bool:
    """Compiles; whether it worked."""
    sources = [SOURCE.with_name(name).read_bytes() for name in (*PARTS, SOURCE.name)]
    stamp = hashlib.sha256(b"".join(sources)).hexdigest()  # loops of an older source are not used (native.py)
    flags = ["-O3", "-shared", "-fPIC", "-D_GNU_SOURCE", f'-DMATERIEL_SOURCE="{stamp}"']
    command = [os.environ.get("CC", "cc"), *flags, str(SOURCE), "-o"]
    part = BUILT.with_suffix(".part")
    try:
        subprocess.run([*command, str(part)], check=True, capture_output=True, text=True)
        part.replace(BUILT)  # a process that uses the old one keeps it
    except (OSError, subprocess.CalledProcessError) as error:
        detail = getattr(error, "stderr", None) or str(error)
        print(f"materiel: the sieve is not compiled and will be slower ({detail.strip()[:300]})", file=sys.stderr)
        return False
    return True


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc, valid-type]
    """What hatchling calls before it builds a wheel or an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "wheel" and compiled():
            build_data["artifacts"].append("src/materiel/read/page/_sieve.so")
            if version != "editable":
                platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
                build_data.update(pure_python=False, tag=f"py3-none-{platform}")


if __name__ == "__main__":
    sys.exit(0 if compiled() else 1)
