"""The figures as pictures: bars for each scenario, and curves of growth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_WIDTH, _LABEL, _ROW, _TOP = 760, 190, 20, 34
_OWN, _OTHERS, _MEMORY = "#2a6fb0", "#b8bec6", "#c2562c"
#: Ten times as much is so much farther to the right, or higher.
_DECADE_X, _DECADE_Y = 180, 46


def plot_times(scenarios: Mapping[str, Any]) -> str:
    """An SVG picture of the wall times, on a scale of its own for each scenario."""
    parts: list[str] = []
    y = 10
    for scenario, tools in scenarios.items():
        parts += _bars(scenario, tools, y)
        y += _TOP + _ROW * len(tools) + 14
    return _picture(parts, y)


def plot_growth(counts: Mapping[str, Any]) -> str:
    """An SVG picture of processor time and memory over the number of posts.

    All scales are logarithmic, with decades of one length: what grows in step with the posts is as
    steep as the grey line, what stays as it is is level.
    """
    numbers = [int(count) for count in counts]
    figures = list(counts.values())
    seconds = _Curve("a cold run", _OWN, [figure["processor"] for figure in figures])
    parent = _Curve("parent", _MEMORY, [figure["parent"] for figure in figures])
    worker = _Curve("worker", _OTHERS, [figure["worker"] for figure in figures], above=False)
    parts = [
        *_panel("Processor time, by number of posts", numbers, [seconds], _time, 10),
        *_panel("Memory of a process, by number of posts", numbers, [parent, worker], _mb, 270),
    ]
    return _picture(parts, 530)


class _Curve(NamedTuple):
    """Values by number of posts; those that are 0 were not measured."""

    name: str
    color: str
    values: Sequence[float]
    above: bool = True


def _panel(
    title: str,
    numbers: Sequence[int],
    curves: Sequence[_Curve],
    told: Callable[[float], str],
    y: int,
) -> Iterator[str]:
    """Curves from the left, and below them the numbers of posts."""
    bottom = y + 210
    lowest = min(value for curve in curves for value in curve.values if value > 0)

    def place(number: float, value: float) -> tuple[float, float]:
        x = 60 + math.log10(number / numbers[0]) * _DECADE_X
        return x, bottom - 30 - math.log10(value / lowest) * _DECADE_Y

    yield _text(0, y + 14, title, "bold")
    yield _line([place(n, lowest * n / numbers[0]) for n in numbers], "#d5d8dc", 1)
    for number in numbers:
        yield _text(place(number, lowest)[0] - 16, bottom + 10, f"{number:,}")
    for curve in curves:
        measured = [
            (number, value)
            for number, value in zip(numbers, curve.values, strict=True)
            if value > 0
        ]
        points = [place(*pair) for pair in measured]
        yield _line(points, curve.color, 2)
        for (x, top), (_, value) in zip(points, measured, strict=True):
            yield f'<circle cx="{x:.1f}" cy="{top:.1f}" r="3" fill="{curve.color}"/>'
            yield _text(x - 14, top - 8 if curve.above else top + 18, told(value))
        if points:
            yield _text(points[-1][0] + 50, points[-1][1] + 4, curve.name, color=curve.color)


def _bars(scenario: str, tools: Mapping[str, Any], y: int) -> Iterator[str]:
    longest = max(figure["seconds"] for figure in tools.values())
    yield _text(0, y + 14, scenario, "bold")
    for number, (name, figure) in enumerate(tools.items()):
        top = y + _TOP + number * _ROW - 10
        width = max(1, (_WIDTH - _LABEL - 90) * figure["seconds"] / longest)
        color = _OWN if name.startswith("postlint") else _OTHERS
        yield f'<text x="{_LABEL - 8}" y="{top + 12}" text-anchor="end">{escape(name)}</text>'
        yield f'<rect x="{_LABEL}" y="{top}" width="{width:.1f}" height="15" fill="{color}"/>'
        yield _text(_LABEL + width + 6, top + 12, _time(figure["seconds"]))


def _line(points: Iterable[tuple[float, float]], color: str, width: int) -> str:
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{joined}" fill="none" stroke="{color}" stroke-width="{width}"/>'


def _text(x: float, y: float, text: str, weight: str = "normal", color: str = "#1f2328") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-weight="{weight}" fill="{color}">{escape(text)}</text>'
    )


def _picture(parts: Iterable[str], height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 0 {_WIDTH + 10} {height}" '
        'font-family="system-ui, sans-serif" font-size="12">\n'
        f'<rect x="-10" width="{_WIDTH + 10}" height="{height}" fill="#ffffff"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _mb(size: float) -> str:
    return f"{size:.0f} MB"
