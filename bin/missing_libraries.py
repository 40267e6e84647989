"""Prints the Debian packages of what documents and uploads lack here: `missing_libraries.py required|optional`."""

import ctypes
import shutil
import sys

LIBRARIES = {
    "required": {
        "libgobject-2.0.so.0": "libglib2.0-0",
        "libpango-1.0.so.0": "libpango-1.0-0",
        "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
        "libharfbuzz.so.0": "libharfbuzz0b",
        "libfontconfig.so.1": "libfontconfig1",
        "libmagic.so.1": "libmagic1",
    },
    # Documents are right without it, only slower and larger.
    "optional": {"libharfbuzz-subset.so.0": "libharfbuzz-subset0"},
}
# Programs that documents ask: which characters the fonts of this machine can show.
PROGRAMS = {"required": {"fc-list": "fontconfig"}, "optional": {}}


def missing(libraries: dict[str, str], programs: dict[str, str]) -> list[str]:
    """Packages of the libraries that the loader does not find and of the programs that are not there, in order."""
    packages = []
    for library, package in libraries.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(package)
    return packages + [package for program, package in programs.items() if not shutil.which(program)]


if __name__ == "__main__":
    sys.stdout.writelines(f"{package}\n" for package in missing(LIBRARIES[sys.argv[1]], PROGRAMS[sys.argv[1]]))
