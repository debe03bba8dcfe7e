"""Loopback emulators of the outside systems (沙箱): they verify what they get and share no adapter's code."""
