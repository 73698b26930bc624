"""Indicators that mean something together: signs, told by one rule each, and patterns of them."""
