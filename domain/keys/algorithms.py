"""What may seal fields and what may index them; the Chinese algorithms (国密) where a city must use them."""

from typing import Literal

Sealing = Literal["AES-256-GCM", "SM4-GCM"]
Indexing = Literal["HMAC-SHA-256", "HMAC-SM3"]
