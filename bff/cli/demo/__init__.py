"""The demonstration: one whole journey on real parts, driven over HTTP as the people in it would."""
