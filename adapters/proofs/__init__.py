"""Proofs of who somebody is that need no face (其他方式核验): bank card elements, and the 网号."""
