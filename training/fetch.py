"""Downloading the pinned packages, each with the ordinary client of its registry.

    python -m training.fetch

Archives lie in `training/work/cache/REGISTRY/`. One that is there with the right digest is never
fetched again. PyPI and npm keep what they publish; Debian's mirrors keep only current versions, so
the message for a version that is gone says what to do.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import filterfalse
from pathlib import Path

from training.sources import Package, Sources, read_sources

BATCH = 20
LEFT_THE_MIRROR = (
    "Debian's mirrors drop versions that were superseded. Pin the current one: put it in the cache, run "
    "`python -m training.pin` and replace the line in sources.toml; or take the old one from "
    "snapshot.debian.org and put it in the cache."
)
APT_HELPER = "/usr/lib/apt/apt-helper"


class FetchError(Exception):
    """A package could not be had in the pinned form."""


def fetch_all(sources: Sources, skip_missing: bool = False) -> Sources:
    """Fetch every package that is not in the cache, and verify all of them.

    With `skip_missing`, packages that cannot be had are left out, and the sources without them returned:
    the model will not be the same, but it can be made.
    """
    missing = [package for package in sources.packages.values() if not is_there(package)]
    gone: list[Package] = []
    for registry in FETCHERS:
        wanted = [package for package in missing if package.registry == registry]
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            print(f"fetching from {registry}:", *(package.name for package in batch), flush=True)
            try:
                _fetch_and_verify(batch)
            except FetchError:
                if not skip_missing:
                    raise
                gone += filterfalse(_can_be_had, batch)
    for package in gone:
        print(f"LEFT OUT: {package.registry}:{package.name} {package.version}", file=sys.stderr, flush=True)
    return sources.without(gone)


def _fetch_and_verify(packages: Sequence[Package]) -> None:
    packages[0].path.parent.mkdir(parents=True, exist_ok=True)
    FETCHERS[packages[0].registry](packages)
    for package in packages:
        _verify(package)


def _can_be_had(package: Package) -> bool:
    try:
        if not is_there(package):
            _fetch_and_verify([package])
    except FetchError as error:
        print(error, file=sys.stderr)
        return False
    return True


def is_there(package: Package) -> bool:
    """Say whether the archive is in the cache with the right digest, or was found to be before."""
    mark = package.path.with_name(f".{package.file}.sha256")
    if not package.path.exists():
        return False
    if mark.exists() and mark.read_text(encoding="ascii") == package.sha256:
        return True
    if _digest(package.path) != package.sha256:
        return False
    mark.write_text(package.sha256, encoding="ascii")
    return True


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _verify(package: Package) -> None:
    if not is_there(package):
        found = _digest(package.path) if package.path.exists() else "nothing"
        raise FetchError(
            f"{package.registry}:{package.name} {package.version}: "
            f"expected sha256 {package.sha256}, got {found}"
        )


def _run(command: Sequence[str], folder: Path, hint: str = "") -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        complaint = done.stderr.strip() or done.stdout.strip()
        raise FetchError(f"{' '.join(command[:3])} failed:\n{complaint}\n{hint}".rstrip())


def _fetch_pypi(packages: Sequence[Package]) -> None:
    for package in packages:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", "."]
        if package.file.endswith(".whl"):
            command += ["--only-binary=:all:", "--ignore-requires-python", *_platform_options(package.file)]
        else:
            command += ["--no-binary=:all:"]
        _run([*command, f"{package.name}=={package.version}"], package.path.parent)


def _platform_options(wheel: str) -> list[str]:
    """Ask for the wheel of the pinned platform, whatever we run on: only its data are of interest."""
    python, abi, platforms = wheel.removesuffix(".whl").split("-")[-3:]
    if platforms == "any":
        return []
    version = python.split(".")[0].removeprefix("cp")
    options = ["--implementation", "cp", "--python-version", version, "--abi", abi]
    return [*options, *(part for platform in platforms.split(".") for part in ("--platform", platform))]


def _fetch_npm(packages: Sequence[Package]) -> None:
    for package in packages:
        specifier = f"{package.name}@{package.version}"
        _run(["npm", "pack", "--silent", "--ignore-scripts", specifier], package.path.parent)


def _fetch_debian(packages: Sequence[Package]) -> None:
    specifiers = [f"{package.name}={package.version}" for package in packages]
    _run(["apt-get", "download", "--quiet", *specifiers], packages[0].path.parent, LEFT_THE_MIRROR)


def _fetch_indexes(packages: Sequence[Package]) -> None:
    """Fetch translated package descriptions through apt, into a private folder for its lists."""
    languages = ",".join(package.name.removeprefix("Translation-") for package in packages)
    with tempfile.TemporaryDirectory() as name:
        lists = Path(name) / "lists"
        (lists / "partial").mkdir(parents=True)
        options = [f"Dir::State::Lists={lists}", f"Acquire::Languages={languages}", "APT::Sandbox::User=root"]
        options += ["Dir::Cache::pkgcache=", "Dir::Cache::srcpkgcache="]
        _run(["apt-get", "update", *(f"--option={option}" for option in options)], lists)
        for package in packages:
            quoted = package.name.replace("_", "%5f")
            found = sorted(lists.glob(f"*_{package.version}_main_i18n_{quoted}*"))
            if not found:
                raise FetchError(
                    f"{package.name}: apt has not fetched it; is {package.version} in its sources?"
                )
            unpacked = subprocess.run([APT_HELPER, "cat-file", found[0]], capture_output=True, check=True)
            package.path.write_bytes(unpacked.stdout)


FETCHERS: dict[str, Callable[[Sequence[Package]], None]] = {
    "pypi": _fetch_pypi,
    "npm": _fetch_npm,
    "debian": _fetch_debian,
    "debian-index": _fetch_indexes,
}


def main() -> None:
    """Fetch everything."""
    if shutil.which("apt-get") is None:
        raise SystemExit("apt-get is needed for the Debian packages")
    fetch_all(read_sources())


if __name__ == "__main__":
    main()
