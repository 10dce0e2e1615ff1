"""What a host that is cut off is reported as. That it costs nothing is played by `make prove` (bench/hosts.py)."""

from bench import hosts, update


def test_a_cut_that_broke_something_says_so() -> None:
    assert issubclass(hosts.CutOff, update.Update)
    outcome = update.Outcome(messages=1, what="A host cut off", broken=["a line is lost"])
    assert outcome.report().startswith("A host cut off")
    assert "BROKEN: a line is lost" in outcome.report()


def test_a_line_is_silent_for_less_time_than_a_host_is_cut_off() -> None:
    from bench import talker

    assert talker.BROWSER.silence < hosts.CUT_SECONDS, "nobody would notice"
