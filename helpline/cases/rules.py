"""Numbers of this room."""

from datetime import timedelta

#: characters of a note, and of the words with a task
NOTE_LIMIT = 10_000
TASK_LIMIT = 500
ALIAS_LIMIT = 60
#: the phone's code of a case, as long as that of a conversation: a caller need not know which of the two it is
CODE_DIGITS = 10
#: cases on one page of the list
PAGE_SIZE = 50
#: the countdown of a case is pointed out from here on
ENDS_SOON = timedelta(days=14)
#: how long ago the desk still tells that a task was due; and how far ahead it looks
REMIND_AHEAD = timedelta(hours=1)
