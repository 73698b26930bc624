"""Tells people by e-mail and webhook, once per cause; what is news is worked out in `run`."""
