"""A report as a file. Every format says the same; none says who made it, when, or with what."""
