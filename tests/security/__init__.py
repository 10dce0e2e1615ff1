"""The house against those who mean harm: every address, every person, every id."""
