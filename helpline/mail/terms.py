"""How long things last in the post. Pure."""

from datetime import datetime, timedelta

#: a correspondence is erased this long after its last letter, of either side
POST_DAYS = 30
#: a browser may read and write on for this long without a sign of life
VISIT = timedelta(minutes=30)

#: characters of a letter: about five pages
LONGEST_LETTER = 12_000
#: letters that one correspondence takes from its writer in a day
MOST_IN_A_DAY = 20
#: new letters that a programme takes in an hour, from everybody together
MOST_IN_AN_HOUR = 200
#: of those, letters of browsers that gave no proof of work (without scripts): a room of their own
MOST_UNPROVED_IN_AN_HOUR = 40
#: neutral automatic answers that a programme sends in an hour, to everybody together
MOST_AUTOMATIC_IN_AN_HOUR = 10


def expires_at(now: datetime) -> datetime:
    """The end of the term of a correspondence whose last letter is of this moment."""
    return now + timedelta(days=POST_DAYS)
