"""Brings new releases: asks politely, takes only what is whole, and writes down what came."""
