// What a way of keeping can say instead of doing what is asked.

/** It is under lock, and nobody has typed the words in this tab, or not for too long. */
export class Locked extends Error {}
/** The words open nothing here: mistyped, of something else, or of what is no longer kept. Which one, nobody can tell. */
export class OpensNothing extends Error {}
/** What was kept is kept no more: it was erased, or not used for half a year. */
export class KeptNoMore extends Error {}
/** As many workbooks are kept as the house has room for: no new one can be begun now. */
export class NoRoom extends Error {}
/** The server was not reached, or had too much to do; what was asked may be asked again. */
export class OutOfReach extends Error {}
