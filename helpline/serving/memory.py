"""The collector of cyclic garbage, told what a server is: a large program that stays, and many sockets that stay too.

As Python comes, it looks after every 700 new objects, and ever again through all that will never go: Django's own
half million objects and those of the open sockets. That was a sixth of what a message costs.
"""

import gc

#: new objects until the young are looked through; then how many such looks until the middle, and until the old
THRESHOLDS = (20_000, 20, 20)


def settle() -> None:
    """What was loaded until now is never looked at again; the rest is looked at when it is worth it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
