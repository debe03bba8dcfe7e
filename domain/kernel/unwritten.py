"""What a city has yet to write (待城市填写): shipped items carry a placeholder no reader is shown."""

PLACEHOLDER = "（待城市"


def is_written(text: str) -> bool:
    return not text.startswith(PLACEHOLDER)
