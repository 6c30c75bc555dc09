"""The folders of a user are those that platformdirs finds."""

import sys

import platformdirs
import pytest

from engine.source.folders import user_folder


@pytest.mark.parametrize("named", [None, "", "/somewhere/else", "relative", " ", "/a b"])
def test_they_are_those_of_platformdirs(monkeypatch: pytest.MonkeyPatch, named: str | None) -> None:
    for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
        if named is not None:
            monkeypatch.setenv(variable, named)
    assert user_folder("data") == platformdirs.user_data_path("althist", appauthor=False)
    assert user_folder("cache") == platformdirs.user_cache_path("althist", appauthor=False)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs is asked")
def test_on_linux_nothing_is_loaded_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    assert user_folder("data").name == "althist"
