"""A failed check drawn (时序图): who called whom, in order, where it went wrong; for a terminal, or SVG."""

from collections.abc import Sequence
from html import escape

from adapters.conformance.run import Result
from adapters.outbound.watch import Exchange

MOST = 24  # arrows of one picture; the last ones are the interesting ones
WIDTH, ROW, TOP = 760, 34, 92
LEFT, RIGHT = 130, 630


def drawn(result: Result, vendor: str) -> list[str]:
    """Two posts and an arrow for each call."""
    lines = [f"  {'palm office':<14}{vendor:>58}", f"  {'│':<14}{'│':>58}"]
    for one in last(result.exchanges):
        what = f" {one.what} "[:50]
        arrow = f"◄{what:─^56}┤" if one.inward else f"├{what:─^56}►"
        lines += [f"  {arrow}", f"  │{'→ ' + one.told:^56}│"]
    return [*lines, f"  ✗ {result.said}"]


def svg(result: Result, vendor: str) -> str:
    """A picture that stands alone; dark and light by what the reader's system says."""
    shown = last(result.exchanges)
    height = TOP + ROW * (len(shown) + 1) + 40
    rows = "".join(_row(one, TOP + ROW * (place + 1)) for place, one in enumerate(shown))
    foot = TOP + ROW * (len(shown) + 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif"'
        f' font-size="13" role="img" aria-label="{escape(result.name)}"><style>'
        "text{fill:#222}line,path{stroke:#555;fill:none}.no{fill:#b3261e}"
        "@media(prefers-color-scheme:dark){svg{background:#111}text{fill:#eee}line,path{stroke:#aaa}"
        ".no{fill:#ff8a80}}</style>"
        f'<text x="20" y="28" font-size="15">{escape(result.name)}</text>'
        f'<text x="{LEFT}" y="62" text-anchor="middle">palm office</text>'
        f'<text x="{RIGHT}" y="62" text-anchor="middle">{escape(vendor)}</text>'
        f'<line x1="{LEFT}" y1="72" x2="{LEFT}" y2="{foot}"/>'
        f'<line x1="{RIGHT}" y1="72" x2="{RIGHT}" y2="{foot}"/>'
        f'{rows}<text class="no" x="20" y="{foot + 26}">✗ {escape(result.said[:110])}</text></svg>\n'
    )


def last(exchanges: Sequence[Exchange]) -> Sequence[Exchange]:
    return exchanges[-MOST:]


def _row(one: Exchange, y: int) -> str:
    start, end = (RIGHT, LEFT) if one.inward else (LEFT, RIGHT)
    head = 8 if one.inward else -8
    return (
        f'<line x1="{start}" y1="{y}" x2="{end}" y2="{y}"/>'
        f'<path d="M{end + head} {y - 4}L{end} {y}L{end + head} {y + 4}"/>'
        f'<text x="{(LEFT + RIGHT) // 2}" y="{y - 6}" text-anchor="middle">{escape(one.what[:52])} → '
        f"{escape(one.told[:24])}</text>"
    )
