"""Earlier years: aggregated figures from before this house counted, brought in from a file.

They are numbers that were published elsewhere. They stand beside our own in comparisons and carry a mark wherever they
are shown; they are never added to facts or counters, and a year of which anything was counted here takes none.
"""
