"""Background entry points of operations."""

from edusync.kernel.tasks import periodic
from edusync.operations.database import samples


@periodic("operations.take_sample", every_seconds=300)
def take_sample() -> None:
    """Measure the site."""
    samples.take_sample()


@periodic("operations.measure_tables", every_seconds=86_400)
def measure_tables() -> None:
    """Measure the tables, and forget what is older than a month."""
    samples.measure_tables()
    samples.forget_old()
