"""Mandates (授权委托): who may act for whom, on what, until when."""
