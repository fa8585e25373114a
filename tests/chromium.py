"""Provide Chromium for the browser tests from the system's packages, where this machine may install them.

Run by ``make test``. Without it, and without the right to install it, the browser tests are skipped with the reason.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str | None:
    """Where Chromium is, if it is on this machine."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> None:
    if found() or not shutil.which("apt-get"):
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"] if shutil.which("sudo") else None
    if sudo is None:
        print("this user may not install chromium; the browser tests will be skipped", file=sys.stderr)
        return
    print("installing chromium for the browser tests", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu"]):
        done = subprocess.run([*sudo, "apt-get", *step], env=environment, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            print("chromium could not be installed; the browser tests will be skipped", file=sys.stderr)
            return


if __name__ == "__main__":
    main()
