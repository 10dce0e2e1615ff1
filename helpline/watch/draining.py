"""Whether this process is about to end: then it still serves, and a balancer sends nobody new."""

from helpline import metrics

_draining = False
metrics.draining.set(to=0)


def begin() -> None:
    """From now on the process says that it is not ready."""
    global _draining
    _draining = True
    metrics.draining.set(to=1)


def is_draining() -> bool:
    """Whether `begin` was called."""
    return _draining


def forget() -> None:
    """Undo `begin`: for tests."""
    global _draining
    _draining = False
    metrics.draining.set(to=0)
