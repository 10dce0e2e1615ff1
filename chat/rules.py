"""The chat's numbers: how long things last. Pure."""

from datetime import timedelta

#: a counsellor's presence must be renewed within this time
LEASE = timedelta(seconds=60)
#: how long a visitor waits for a counsellor who dropped out, before going back to the queue
GRACE = timedelta(seconds=90)
#: by then a counsellor has looked at a chat that was given; after it the visitor is told that it takes longer
LOOK = timedelta(seconds=60)
#: how long an offer to a colleague stands
OFFER = timedelta(minutes=5)
#: a visit ends after this time without a sign of life
VISIT = timedelta(minutes=30)
#: a waiting visitor who gave no sign of life for this time keeps the place, but is not given to a counsellor.
#: Signs of life are written once a minute at most.
REACHABLE = timedelta(seconds=150)
#: how long the return code of an abusive conversation is refused
ABUSE_REFUSAL = timedelta(hours=24)

#: the most chats a counsellor can say to have room for
MAX_CAPACITY = 6
#: how many recent conversations tell how long a conversation takes, and the fewest that say anything
HANDLING_SAMPLE = 30
HANDLING_MINIMUM = 5
