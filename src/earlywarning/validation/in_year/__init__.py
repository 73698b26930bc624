"""When a return is doubtful: pure rules over what came back, each ending in findings.

A finding says whose, what and when, and never a count: findings travel further than the region.
"""
