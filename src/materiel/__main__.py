"""``python -m materiel``."""

from __future__ import annotations

import sys

from materiel.cli import main

if __name__ == "__main__":
    sys.exit(main())
