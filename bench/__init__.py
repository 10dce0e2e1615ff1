"""Measurements: the chat beside the bare relay and the tutorial chat, in one run on one machine. See docs/bench.md."""
