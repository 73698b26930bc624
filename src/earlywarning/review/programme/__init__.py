"""This quarter's offers under capacity: who is offered what, with whose help, and why."""
