"""What monitoring knows of messages: how many were committed by which side, and how long a commit took."""

from time import perf_counter

from chat.log import Appended
from chat.models import Sender
from chat.storage import Storage, Write
from helpline import metrics


async def append(storage: Storage, write: Write) -> Appended:
    """Commit a message, and count it. Raises what the storage raises."""
    began = perf_counter()
    appended = await storage.append(write)
    metrics.commit_seconds.took(seconds=perf_counter() - began)
    if not appended.repeated:
        metrics.messages.add("visitor" if write.sender == Sender.VISITOR else "staff")
    return appended
