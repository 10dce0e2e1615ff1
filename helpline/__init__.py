"""The helpline: the project, and the helpline's own work.

`statistics/` is a folder without `__init__.py`, because a package of that name would hide Python's own
`statistics`, which Django's SQLite backend imports. The package `figures` inside it is found because this
module, imported first by manage.py, the server and the tests, appends the folder to the import path.
"""

import sys
from pathlib import Path

_FIGURES_HOME = str(Path(__file__).resolve().parent.parent / "statistics")
if _FIGURES_HOME not in sys.path:
    sys.path.append(_FIGURES_HOME)
