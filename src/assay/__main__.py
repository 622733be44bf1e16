"""``python -m assay``, which ``./run`` starts."""

import sys

from assay.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
