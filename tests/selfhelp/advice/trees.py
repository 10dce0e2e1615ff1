"""Trees for tests: small ones written by hand, and random ones of every shape."""

from collections.abc import Sequence

from hypothesis import strategies as st

from selfhelp.advice.tree import AnswerKind, Kind, Node, Option, Step, Text, Tree


def both(words: str) -> Text:
    """A text in both languages."""
    return Text(nl=words, en=f"{words} (en)")


def option(option_id: str, target: str = "", **fields: object) -> Option:
    return Option(id=option_id, label=both(option_id), target=target, **fields)  # type: ignore[arg-type]


def question(
    node_id: str, options: Sequence[Option], answers: AnswerKind = AnswerKind.SINGLE, **fields: object
) -> Node:
    return Node(
        id=node_id,
        kind=Kind.QUESTION,
        text=both(f"{node_id}?"),
        answers=answers,
        options=tuple(options),
        **fields,
    )  # type: ignore[arg-type]


def info(node_id: str, target: str = "", **fields: object) -> Node:
    return Node(id=node_id, kind=Kind.INFO, text=both(node_id), target=target, **fields)  # type: ignore[arg-type]


def advice(node_id: str, kind: Kind = Kind.ADVICE, **fields: object) -> Node:
    """An ending with something to do and somebody to turn to."""
    whole: dict[str, object] = {"text": both(node_id), "steps": (Step(both("Doe dit.")),), "doors": ("chat",)}
    return Node(id=node_id, kind=kind, **{**whole, **fields})  # type: ignore[arg-type]


def crisis(node_id: str = "crisis", **fields: object) -> Node:
    return advice(node_id, Kind.CRISIS, **fields)


def small() -> Tree:
    """A tree without fault: who, danger, what happened (several answers), information, three endings."""
    return Tree(
        (
            question("danger", [option("yes", "crisis"), option("no", "who")], AnswerKind.SINGLE, start=True),
            question("who", [option("me", "what"), option("other", "read")]),
            question(
                "what",
                [option("threat", "stop"), option("spread"), option("unsure", unknown=True)],
                AnswerKind.MULTIPLE,
                target="talk",
            ),
            info("read", "talk"),
            advice("stop"),
            advice("talk"),
            crisis(),
        )
    )


NAMES = ("a", "b", "c", "d", "e")
_TARGETS = st.sampled_from((*NAMES, *NAMES, "gone", ""))


@st.composite
def nodes(draw: st.DrawFn, node_id: str) -> Node:
    kind = draw(st.sampled_from((Kind.QUESTION, Kind.QUESTION, Kind.INFO, Kind.ADVICE, Kind.CRISIS)))
    start = draw(st.booleans()) if node_id == "a" else draw(st.integers(0, 15)) == 0
    if kind == Kind.INFO:
        return info(node_id, draw(_TARGETS), start=start)
    if kind != Kind.QUESTION:
        return advice(node_id, kind, start=start)
    targets = draw(st.lists(_TARGETS, max_size=3))
    names = ["x", "y", "z"][: len(targets)]
    if len(names) > 1 and draw(st.integers(0, 30)) == 0:
        names[1] = "x"
    options = [option(name, target) for name, target in zip(names, targets, strict=True)]
    kinds = st.sampled_from((AnswerKind.SINGLE, AnswerKind.MULTIPLE))
    return question(node_id, options, draw(kinds), target=draw(_TARGETS), start=start)


@st.composite
def any_trees(draw: st.DrawFn) -> Tree:
    """Trees of up to five nodes with every kind of fault, some without."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True).map(sorted))
    if len(names) > 1 and draw(st.integers(0, 30)) == 0:
        names[1] = names[0]
    return Tree(tuple(draw(nodes(name)) for name in names))


@st.composite
def sound_trees(draw: st.DrawFn, *, size: int = 8) -> Tree:
    """Trees without fault: every node leads to later ones only, and every node has somebody who leads to it."""
    inner = draw(st.integers(1, size))
    ends = draw(st.integers(2, 4))
    names = [f"n{number}" for number in range(inner)] + [f"end{number}" for number in range(ends)]
    made: list[Node] = []
    needs = set(names[1:])
    for number in range(inner):
        later = names[number + 1 :]
        targets = draw(st.lists(st.sampled_from(later), min_size=1, max_size=3))
        # the next one is always led to by the one before; the last inner node leads to every ending
        extra = [names[number + 1]] if number + 1 < inner else names[inner:]
        targets = list(dict.fromkeys([*targets, *extra]))
        needs -= set(targets)
        made.append(draw(_inner(names[number], targets, start=number == 0)))
    made += [
        advice(name, Kind.CRISIS if number == 0 else Kind.ADVICE) for number, name in enumerate(names[inner:])
    ]
    assert not needs
    return Tree(tuple(made))


@st.composite
def _inner(draw: st.DrawFn, name: str, targets: list[str], *, start: bool) -> Node:
    if len(targets) == 1 and draw(st.booleans()):
        return info(name, targets[0], start=start)
    options = [option(f"o{number}", target) for number, target in enumerate(targets)]
    if draw(st.booleans()):
        rest = draw(st.sampled_from(targets))
        options.append(option("rest"))
        return question(name, options, AnswerKind.MULTIPLE, target=rest, start=start)
    return question(name, options, start=start)
