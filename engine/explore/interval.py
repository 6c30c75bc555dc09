"""How sure a share is that was counted."""

from math import sqrt

Z95 = 1.959963984540054  # of the normal distribution, for 95 %


def wilson(times: int, trials: int, z: float = Z95) -> tuple[float, float]:
    """Return the interval in which a share lies (Wilson 1927), from 0 to 1.

    Args:
        times: How often it happened.
        trials: How often it could have; at least 1.
        z: How sure: 1.96 is 95 %.
    """
    share, spread = times / trials, z * z / trials
    middle = share + spread / 2
    width = z * sqrt(share * (1 - share) / trials + spread / (4 * trials))
    return max(0.0, (middle - width) / (1 + spread)), min(1.0, (middle + width) / (1 + spread))
