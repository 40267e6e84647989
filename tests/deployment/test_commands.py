"""The two commands and what they stand on: they are there, call what exists, and say what is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command, get_commands

from tests.deployment.source import ROOT


def test_scripts_are_whole_and_executable() -> None:
    for path in [ROOT / ".ci/run", *(ROOT / "bin").iterdir()]:
        if path.read_bytes().startswith(b"#!/usr/bin/env bash"):
            assert os.access(path, os.X_OK), path
            subprocess.run(["bash", "-n", str(path)], check=True)


def test_make_lists_what_it_can_do() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for target in ("run", "test", "bench", "faults", "lint", "format", "clean"):
        assert f"make {target} " in listed


def test_every_command_that_the_scripts_call_exists() -> None:
    text = "".join(path.read_text() for path in (ROOT / "bin/run", ROOT / "bin/lint"))
    called = {line.split("manage.py ")[1].split()[0] for line in text.splitlines() if "manage.py " in line}
    assert called >= {"prepare", "demo_year", "serve", "check"}
    assert called <= set(get_commands())


def test_missing_libraries_are_named_by_their_packages() -> None:
    code = (
        "import missing_libraries as m; print(m.missing("
        "{'libc.so.6': 'libc6', 'libnone.so.1': 'libnone1'}, {'sh': 'dash', 'no-such-program': 'none'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "bin", check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "['libnone1', 'none']"


def machine(tmp_path: Path, *, python: str) -> dict[str, str]:
    """A clone on a bare machine: no apt, no sudo, and this as its Python."""
    clone, programs = tmp_path / "clone", tmp_path / "programs"
    (clone / "bin").mkdir(parents=True)
    programs.mkdir()
    for name in ("install", "apt_install", "missing_libraries.py"):
        shutil.copy(ROOT / "bin" / name, clone / "bin" / name)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (clone / name).write_text("")
    for name in ("bash", "dirname", "cat", "sha256sum", "id", "rm", "env"):
        found = shutil.which(name)
        assert found is not None
        (programs / name).symlink_to(found)
    for name in ("pdftotext", "fc-list"):
        (programs / name).write_text("")
        (programs / name).chmod(0o755)
    if python:
        (programs / "python3").write_text(f"#!{programs}/bash\n{python}\n")
        (programs / "python3").chmod(0o755)
    return {"PATH": str(programs), "HOME": str(tmp_path), "LANG": "C.UTF-8"}


def install(tmp_path: Path, purpose: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    script = tmp_path / "clone/bin/install"
    return subprocess.run(
        [shutil.which("bash") or "", str(script), purpose], env=env, check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("python", "says"),
    [
        ("", "apt-get install python3 python3-venv"),
        (f'case "$*" in *ensurepip*) exit 1;; *) exec {sys.executable} "$@";; esac', "apt-get install python3-venv"),
        ('case "$*" in -V) echo Python 3.9.2;; *) exit 1;; esac', "potrzebny jest Python 3.11 lub nowszy"),
    ],
    ids=["no python", "no venv", "old python"],
)
def test_install_says_what_is_missing_and_stops(tmp_path: Path, python: str, says: str) -> None:
    done = install(tmp_path, "run", machine(tmp_path, python=python))
    assert done.returncode == 1
    assert says in done.stderr
    assert not (tmp_path / "clone/.venv").exists()


def test_without_pdftotext_there_are_no_tests(tmp_path: Path) -> None:
    env = machine(tmp_path, python=f'exec {sys.executable} "$@"')
    (tmp_path / "programs" / "pdftotext").unlink()
    done = install(tmp_path, "test", env)
    assert done.returncode == 1
    assert "apt-get install poppler-utils" in done.stderr


def test_without_a_browser_tests_go_on_and_ci_stops(tmp_path: Path) -> None:
    env = machine(tmp_path, python=f'exec {sys.executable} "$@"')
    env["POZYTEK_CHROMIUM"] = "/nie/ma/chromium"
    done = install(tmp_path, "test", env)
    assert done.returncode == 0, done.stderr
    assert "testy w przeglądarce zostaną POMINIĘTE" in done.stdout
    again = install(tmp_path, "test", {**env, "CI": "true"})
    assert again.returncode == 1
    assert "obowiązkowe" in again.stderr
    assert "Tworzę środowisko" in done.stdout
    assert "Tworzę środowisko" not in again.stdout, "the second call installs nothing"
    assert "Instaluję" not in again.stdout


APT = """
echo "$*" >>{calls}
case "$*" in *update*) ;; *) exit 0 ;; esac
[ "$(grep -c update {calls})" -gt {failures} ] && exit 0
echo 'E: {fault}' >&2
exit 100
"""
LOCKED = "Could not get lock /var/lib/apt/lists/lock. It is held by process 1"


@pytest.mark.parametrize(
    ("fault", "calls", "installed"),
    [(LOCKED, ["update", "update", "update", "install"], True), ("Unable to fetch", ["update"], False)],
    ids=["another installation", "no network"],
)
def test_another_installation_is_waited_for(tmp_path: Path, fault: str, calls: list[str], installed: bool) -> None:
    log = tmp_path / "calls"
    programs = {
        "apt-get": APT.format(calls=log, failures=2, fault=fault),
        "id": "echo 0",
        "sleep": "exit 0",
    }
    for name, text in programs.items():
        (tmp_path / name).write_text(f"#!/usr/bin/env bash\n{text}\n")
        (tmp_path / name).chmod(0o755)
    env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run([str(ROOT / "bin/apt_install"), "tree"], env=env, check=False, capture_output=True, text=True)
    assert (done.returncode == 0) is installed
    lines = log.read_text().splitlines()
    assert [next(word for word in ("update", "install") if word in line) for line in lines] == calls
    assert (fault in done.stderr) is not installed, "what could not be done is said"
    assert all("DPkg::Lock::Timeout=120" in line for line in lines)


@pytest.mark.django_db
def test_prepare_changes_nothing_the_second_time(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("prepare")
    capsys.readouterr()
    call_command("prepare")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Baza danych: zmian 0"
    assert len(lines) > 1
    assert all(line.endswith("zmian 0") for line in lines)


@pytest.mark.django_db
def test_first_administrator_gets_an_address_good_once(client: Any, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_administrator", "Ada@example.org")
    (address,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("http")]
    path = address.removeprefix("http://localhost:8000")
    page = client.get(path)
    assert page.status_code == 200
    assert "administrator systemu" in page.content.decode()
    call_command("create_administrator", "ada@example.org")
    assert "administrator systemu" not in client.get(path).content.decode(), "a new one takes the earlier one back"
