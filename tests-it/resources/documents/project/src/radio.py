"""Sends warnings to ships over marine radio."""

CHANNEL = 16


def shallow_water_warning(harbour: str, depth_metres: float) -> str:
    """The sentence that is spoken when a harbour cannot be entered."""
    return f"All ships: {harbour}, depth {depth_metres:.1f} metres, do not enter"


class Transmitter:
    """Keys the antenna and speaks a sentence three times."""

    def __init__(self, power_watts: int) -> None:
        self.power_watts = power_watts

    def send(self, sentence: str) -> list[str]:
        return [sentence] * 3
