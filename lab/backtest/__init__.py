"""The back-test where the truth is known: does it find again what was planted, and how early?"""
