"""The figures as a picture: bars for each scenario, and a curve of growth."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

Figures = Mapping[str, Mapping[str, Mapping[str, float]]]

_WIDTH, _LABEL, _ROW, _TOP = 760, 190, 20, 34


def plot(figures: Figures) -> str:
    """An SVG picture of the wall times, on a scale of its own for each scenario."""
    parts: list[str] = []
    y = 10
    for scenario, tools in figures.items():
        drawn = _growth(tools, y) if scenario == "growth" else _bars(scenario, tools, y)
        parts += drawn
        y += _TOP + _ROW * (10 if scenario == "growth" else len(tools)) + 14
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y}" '
        'font-family="system-ui, sans-serif" font-size="12">\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _bars(scenario: str, tools: Mapping[str, Mapping[str, float]], y: int) -> Iterator[str]:
    longest = max(figure["seconds"] for figure in tools.values())
    yield f'<text x="0" y="{y + 14}" font-weight="bold">{escape(scenario)}</text>'
    for number, (name, figure) in enumerate(tools.items()):
        top = y + _TOP + number * _ROW - 10
        width = max(1, (_WIDTH - _LABEL - 90) * figure["seconds"] / longest)
        color = "#2a6fb0" if name.startswith("postlint") else "#b8bec6"
        yield f'<text x="{_LABEL - 8}" y="{top + 12}" text-anchor="end">{escape(name)}</text>'
        yield f'<rect x="{_LABEL}" y="{top}" width="{width:.1f}" height="15" fill="{color}"/>'
        yield f'<text x="{_LABEL + width + 6:.1f}" y="{top + 12}">{_time(figure["seconds"])}</text>'


def _growth(counts: Mapping[str, Mapping[str, float]], y: int) -> Iterator[str]:
    """Time over the number of posts, both on logarithmic scales: linear growth is a diagonal."""
    yield f'<text x="0" y="{y + 14}" font-weight="bold">growth: cold, by number of posts</text>'
    height = _ROW * 10 - 40
    xs = [math.log10(int(count)) for count in counts]
    ys = [math.log10(figure["seconds"]) for figure in counts.values()]
    span = max(xs[-1] - xs[0], max(ys) - min(ys)) or 1
    points = [
        (
            _LABEL + (x - xs[0]) / span * (_WIDTH - _LABEL - 120),
            y + _TOP + height - (value - min(ys)) / span * height,
        )
        for x, value in zip(xs, ys, strict=True)
    ]
    line = " ".join(f"{x:.1f},{top:.1f}" for x, top in points)
    yield f'<polyline points="{line}" fill="none" stroke="#2a6fb0" stroke-width="2"/>'
    for (x, top), (count, figure) in zip(points, counts.items(), strict=True):
        label = f"{int(count):,}: {_time(figure['seconds'])}, {figure['memory']:.0f} MB"
        yield f'<circle cx="{x:.1f}" cy="{top:.1f}" r="3" fill="#2a6fb0"/>'
        yield f'<text x="{x + 6:.1f}" y="{top + 14:.1f}">{label}</text>'


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"
