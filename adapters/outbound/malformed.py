"""What reading a JSON document of somebody else's may raise, all of it meaning «malformed»."""

import msgspec

MALFORMED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""The last of one nested too deep: a few KB of «[» are enough, and they are read before any signature."""
