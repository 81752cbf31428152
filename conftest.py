"""What holds for every test of the repository."""

from hypothesis import HealthCheck, settings

# The same examples in every run, and no verdict by the clock: a slow machine must not fail a test.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")
