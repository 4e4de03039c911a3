"""Everybody who held each post of an authority, from the first record on, with what happened around them."""
