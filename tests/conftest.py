"""Settings of all tests."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "pinprick",
    derandomize=True,
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("pinprick")
