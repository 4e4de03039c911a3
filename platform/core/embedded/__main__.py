"""The minder's own process; see core.embedded.minder."""

import sys
from pathlib import Path

from core.embedded.minder import REMOVE, mind

if __name__ == "__main__":
    mind(Path(sys.argv[1]), remove=REMOVE in sys.argv)
