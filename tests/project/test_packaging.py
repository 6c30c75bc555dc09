"""Is what is packaged what is there, and does it play far from the checkout?"""

import os
import subprocess
import sys
import tarfile
import tomllib
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def read_pyproject() -> dict[str, dict[str, object]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def setuptools_table() -> dict[str, object]:
    table = read_pyproject()["tool"]["setuptools"]
    assert isinstance(table, dict)
    return table


def test_every_package_is_listed() -> None:
    found = {".".join(place.parent.relative_to(ROOT).parts) for place in (ROOT / "engine").rglob("__init__.py")}
    assert setuptools_table()["packages"] == [*sorted(found), "engine.stories"]


def test_every_data_file_is_packaged() -> None:
    patterns = setuptools_table()["package-data"]
    assert isinstance(patterns, dict)
    for place in (ROOT / "engine").rglob("*"):
        if place.suffix in (".tcss", ".md", ".pyi", ".json", ".bin"):
            package = ".".join(place.parent.relative_to(ROOT).parts)
            owners = [name for name in patterns if package == name or package.startswith(name + ".")]
            covered = {
                match
                for name in owners
                for pattern in patterns[name]
                for match in (ROOT / name.replace(".", "/")).glob(pattern)
            }
            assert place in covered, f"{place.relative_to(ROOT)} would be missing from the wheel"


def test_the_version_is_the_same_everywhere() -> None:
    import engine

    assert read_pyproject()["project"]["version"] == engine.__version__
    assert f"## {engine.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment into which the wheel, built from the sdist, has been installed with its dependencies."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, files.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_bytes((ROOT / name).read_bytes())
    run = [sys.executable, "-m", "build", "--no-isolation"]
    subprocess.run([*run, "--sdist", "--outdir", str(folder)], cwd=tree, check=True, capture_output=True)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (source,) = (folder / "unpacked").iterdir()
    quick = {**os.environ, "CFLAGS": "-O0 -g0"}  # what is in the wheel is asked here, not how fast it is
    subprocess.run([*run, "--wheel", "--outdir", str(folder)], cwd=source, env=quick, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    return folder / "env" / "bin"


def test_the_wheel_plays_the_bundled_stories_from_another_folder(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "ALTHIST_LIBRARY": str(tmp_path / "library"), "ALTHIST_CACHE": str(tmp_path / "cache")}
    command = [
        str(installed / "althist"),
        "play",
        "pike",
        "--seat",
        "cabinet",
        "--seed",
        "3",
        "--choices",
        "1",
        "--plain",
    ]
    played = subprocess.run(
        command, cwd=tmp_path, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
    )
    assert played.returncode == 0, played.stderr
    assert "1940." in played.stdout
    assert "Your choice? 1" in played.stdout


def test_the_wheel_explains_its_diagnostics(installed: Path, tmp_path: Path) -> None:
    explained = subprocess.run(
        [str(installed / "althist"), "explain", "E301"], cwd=tmp_path, capture_output=True, text=True
    )
    assert explained.stdout.startswith("# E301")


def test_a_missing_compiler_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "ext"))
    import backend

    monkeypatch.setenv("CC", "no-such-compiler")
    assert backend.missing_tool() == "C compiler (`no-such-compiler`)"
    with pytest.raises(SystemExit, match="found no C compiler"):
        backend.build_wheel("nowhere")
    monkeypatch.setenv("CC", sys.executable)
    monkeypatch.setattr(backend.sysconfig, "get_paths", lambda: {"include": "/nowhere"})
    assert backend.missing_tool() == "headers of Python (/nowhere/Python.h)"
