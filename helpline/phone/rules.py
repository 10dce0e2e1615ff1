"""The phone's numbers: how long things last. Pure."""

from datetime import timedelta

#: a counsellor's availability for calls must be renewed within this time
LEASE = timedelta(seconds=60)
#: a leg that was made must be heard of within this time, else it is over
LEG_STARTS = timedelta(seconds=60)
#: when a caller was taken and nothing else is told for so long, the two talk
CONNECTS_WITHIN = timedelta(seconds=5)
#: an offer of a call to a colleague stands for so long
OFFER = timedelta(minutes=3)
#: a call that is over is counted after this time: what the provider still tells comes before
FINALISE_AFTER = timedelta(minutes=3)
#: a waiting caller is heard of at every round of messages; one who is not for so long does not count as waiting
WAITING_HEARD = timedelta(seconds=120)
#: after so long without a word a call that waited, or that goes on, must be over: its end was never told
WAITING_SILENT = timedelta(minutes=10)
TALKING_SILENT = timedelta(hours=4)

#: how long after a missed call another one may be the same person trying again
REDIAL_MINUTES = 60

#: seconds that a caller has to choose a key, after everything was said
MENU_SECONDS = 3
CODE_SECONDS = 8
#: seconds between two messages to a waiting caller
WAIT_PAUSE = 18
#: how often a caller may key in a code in one call
CODE_TRIES = 3
CODE_DIGITS = 10

#: the largest request that the provider's requests are believed to be
LARGEST_REQUEST = 16 * 1024

#: deleting at the provider: the first try after the call was counted, then ever later, and how often at most
DELETE_AGAIN = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(days=1),
    timedelta(days=1),
    timedelta(days=1),
    timedelta(days=1),
)
#: how long a name that is deleted at the provider is still known here, so that a late request is known to be late
DELETED_KNOWN = timedelta(days=1)
#: how many are deleted in one go
DELETE_AT_ONCE = 20
