"""The demo content of the rooms: what a room shows in the demo, it makes itself in `<room>.demo`."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

ROOMS = (
    "helpline.directory", "figures", "helpline.contacts", "cms", "chat", "selfhelp.advice", "selfhelp.modules",
    "helpline.phone", "helpline.cases", "helpline.team", "helpline.care", "helpline.referrals",
    "helpline.mail", "helpline.appointments", "helpline.groups", "helpline.desk",
)  # fmt: skip


def rooms() -> list[Callable[[], object]]:
    """Find `create_demo_content` of each room that has a `demo` module, in the order in which it is to be called.

    Each takes nothing and may be called again. A room without such a module has nothing to show of its own.
    """
    return [
        import_module(f"{room}.demo").create_demo_content
        for room in ROOMS
        if find_spec(f"{room}.demo") is not None
    ]
