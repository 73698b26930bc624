"""The only code that knows Prefect: the flows, their schedules and the demo.

Importing the package sets the environment first, because Prefect reads its own once, at import.
"""

from pipelines import environment

environment.set_defaults()
