"""Boxes and lines of the picture of a tree, as SVG draws them. Pure."""

from selfhelp.advice import layout
from selfhelp.advice.tree import Kind

#: pixels that stay free around the whole
MARGIN = 24.0


def shape(kind: Kind, w: float, h: float) -> str:
    """The outline that tells the kind without colour: a question has round corners, information a folded corner,
    advice stands on a round foot, and crisis advice has its corners cut off."""
    if kind == Kind.INFO:
        return f"M0 0H{w - 20}L{w} 20V{h}H0ZM{w - 20} 0V20H{w}"
    if kind == Kind.CRISIS:
        return f"M14 0H{w - 14}L{w} 14V{h - 14}L{w - 14} {h}H14L0 {h - 14}V14Z"
    if kind == Kind.ADVICE:
        return f"M0 0H{w}V{h - 22}Q{w} {h} {w - 22} {h}H22Q0 {h} 0 {h - 22}ZM0 6H{w}"
    return f"M10 0H{w - 10}Q{w} 0 {w} 10V{h - 10}Q{w} {h} {w - 10} {h}H10Q0 {h} 0 {h - 10}V10Q0 0 10 0Z"


def path(line: layout.Line) -> str:
    """A line through its points: straight down where it can be, else in one gentle curve per step."""
    points = [(round(x + MARGIN, 1), round(y + MARGIN, 1)) for x, y in line.points]
    (x, y), rest = points[0], points[1:]
    path = [f"M{x} {y}"]
    for to_x, to_y in rest:
        if line.back:
            path.append(f"C{x} {y + 60} {to_x} {to_y - 60} {to_x} {to_y}")
        elif to_x == x:
            path.append(f"V{to_y}")
        else:
            middle = round((y + to_y) / 2, 1)
            path.append(f"C{x} {middle} {to_x} {middle} {to_x} {to_y}")
        x, y = to_x, to_y
    return "".join(path)
