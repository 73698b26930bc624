"""A flow that notes that it ran, and stays until it is ended; its end goes where flows' ends go."""

from __future__ import annotations

import os
import time
from pathlib import Path

from prefect import flow

from pipelines.steps import tell_of_crash


@flow(on_crashed=[tell_of_crash])
def tiny(stay: bool = False) -> None:
    with Path(os.environ["TINY_RAN"]).open("a") as ran:
        ran.write(f"{os.getpid()}\n")
    while stay:
        time.sleep(0.1)
