"""Whether two kinds of answers take equally long: Welch's t, without what the machine did besides."""

from statistics import fmean, variance

SURE, SMALL = 4.5, 0.01  # of t; of the means' difference


def take_equally_long(ones: list[float], others: list[float]) -> bool:
    """No difference that Welch's t is sure of, or one below a hundredth. In seconds."""
    ones, others = _trimmed(ones), _trimmed(others)
    return abs(_welch(ones, others)) < SURE or abs(fmean(ones) / fmean(others) - 1) < SMALL


def _trimmed(seconds: list[float]) -> list[float]:
    """Without the slowest twentieth: what the machine did besides."""
    return sorted(seconds)[: len(seconds) * 19 // 20]


def _welch(one: list[float], other: list[float]) -> float:
    spread: float = (variance(one) / len(one) + variance(other) / len(other)) ** 0.5
    return (fmean(one) - fmean(other)) / spread
