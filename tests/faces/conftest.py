"""Pictures are taken anew on one version of Textual only."""

import pytest
import textual

PICTURED_ON = "8.2.8"


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("update_snapshots", False) and textual.__version__ != PICTURED_ON:
        raise pytest.UsageError(f"snapshots are updated on textual {PICTURED_ON}, this is {textual.__version__}")
