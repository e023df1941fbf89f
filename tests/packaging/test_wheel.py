"""The distribution: built from the checkout, installed where no checkout is, and used for a project elsewhere.

The environment is new and empty. Its dependencies are those of the tests, which are locked: a ``.pth`` file names the
folder that holds them. So no test needs the network, and the extension can only come from the wheel.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.metadata import Metadata

from cardcatalog.sphinx.theme.bundles import bundles

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "ext" / "cardcatalog"
BIB = "@misc{Doe:2020ab, title = {Nets and $L^2$}, author = {Doe, Jane}, year = {2020}, keywords = {nets}}\n"


def run(*words: str | Path, cwd: Path) -> str:
    """Run a program outside the checkout, and return its output; it must succeed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  (our own words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@dataclass(frozen=True)
class Distribution:
    """The built files: a wheel and an archive of sources."""

    wheel: Path
    sdist: Path

    @property
    def names(self) -> set[str]:
        """The files of the wheel without its metadata."""
        return {name for name in ZipFile(self.wheel).namelist() if ".dist-info/" not in name}

    @property
    def metadata(self) -> Metadata:
        """The metadata of the wheel, validated by the specification of core metadata."""
        (name,) = (name for name in ZipFile(self.wheel).namelist() if name.endswith(".dist-info/METADATA"))
        return Metadata.from_email(ZipFile(self.wheel).read(name), validate=True)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Distribution:
    """The distribution, built by the backend that pyproject.toml names."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=ROOT)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return Distribution(wheel, sdist)


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel."""

    folder: Path

    def program(self, name: str) -> Path:
        """Return a program of the environment."""
        scripts = sysconfig.get_path("scripts", "venv", {"base": str(self.folder)})
        return Path(scripts, name)


@pytest.fixture(scope="session")
def installed(built: Distribution, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A new environment with the wheel, and the dependencies of the tests after it on the path."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))
    environment = Installed(folder)
    options = ["--no-deps", "--no-index", "--disable-pip-version-check", "--quiet"]
    run(sys.executable, "-m", "pip", "--python", environment.program("python"), "install", *options, built.wheel,
        cwd=folder)  # fmt: skip
    (packages / "locked.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return environment


def test_the_wheel_has_every_file_of_the_package(built: Distribution) -> None:
    packages = (SOURCE, SOURCE.with_name("cardcatalog_tools"))
    files = {
        path
        for package in packages
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert built.names == {path.relative_to(SOURCE.parent).as_posix() for path in files}


def test_the_wheel_has_the_data_files(built: Distribution) -> None:
    package = "cardcatalog"
    assert {
        f"{package}/py.typed",
        f"{package}/static/scripts/page.js",
        f"{package}/static/styles/cards.css",
        f"{package}/templates/cardcatalog/paper.html",
        f"{package}/templates/preview.typ",
        f"{package}/formats/schema/catalog.json",
        f"{package}_tools/scaffold/templates/conf.py.txt",
        *(f"{package}/locale/{language}/LC_MESSAGES/cardcatalog.mo" for language in ("de", "ja", "zh_CN")),
    } <= built.names


def test_the_wheel_can_be_built_from_the_sources(built: Distribution, tmp_path: Path) -> None:
    with tarfile.open(built.sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist", cwd=folder)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    assert Distribution(wheel, built.sdist).names == built.names


def test_metadata_is_valid_and_complete(built: Distribution) -> None:
    about = built.metadata
    assert about.name == "sphinx-cardcatalog"
    assert about.license_expression == "MIT"
    assert about.license_files == ["LICENSE"]
    assert about.description_content_type == "text/markdown"
    assert {"explorer", "feeds", "preview", "tools"} == set(about.provides_extra or [])


def test_the_description_is_for_users_of_the_extension(built: Distribution) -> None:
    assert built.metadata.description == (ROOT / "ext" / "README.md").read_text("utf-8")


@pytest.fixture(scope="session")
def site(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that the installed command made and the installed extension built."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "my.bib").write_text(BIB, encoding="utf-8")
    run(installed.program("cardcatalog"), "init", "site", "--bib", "my.bib", "--language", "de", cwd=folder)
    build = ("-m", "sphinx", "-q", "-n", "-W", "-c", ".", "docs", "build/html")
    run(installed.program("python"), *build, cwd=folder / "site")
    return folder / "site" / "build" / "html"


def test_the_extension_comes_from_the_wheel(installed: Installed, tmp_path: Path) -> None:
    place = run(installed.program("python"), "-c", "import cardcatalog; print(cardcatalog.__file__)", cwd=tmp_path)
    assert Path(place.strip()).is_relative_to(installed.folder)


def test_the_command_and_the_wheel_have_one_version(installed: Installed, built: Distribution, tmp_path: Path) -> None:
    assert run(installed.program("cardcatalog"), "--version", cwd=tmp_path).split()[-1] == str(built.metadata.version)


def test_a_project_elsewhere_is_built(site: Path) -> None:
    assert "<math" in (site / "paper" / "Doe~3a~2020ab.html").read_text("utf-8")
    files = dict(bundles())
    assert {name: (site / "_static" / name).read_text("utf-8") for name in files} == files


def test_a_project_elsewhere_is_translated(site: Path) -> None:
    page = (site / "paper" / "Doe~3a~2020ab.html").read_text("utf-8")
    assert '<html class="no-js" lang="de"' in page
    assert ">Zitieren<" in page
