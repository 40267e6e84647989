"""docker-compose.yml and Dockerfile: valid by the Compose Specification, and running what the tests run."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from django.test import override_settings
from jsonschema import Draft7Validator

from tests.deployment.source import ROOT, settings_variables

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "pozytek"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_valid_by_the_compose_specification() -> None:
    schema = json.loads((ROOT / "tests/data/compose/compose-spec.json").read_text())
    Draft7Validator(schema).validate(COMPOSE)
    broken = {**COMPOSE, "services": {**SERVICES, "web": {**SERVICES["web"], "comand": "x"}}}
    assert not Draft7Validator(schema).is_valid(broken)


def test_every_process_of_the_installation_runs_with_the_same_command() -> None:
    known = {name: command.format(host="0.0.0.0", port=8000) for name, command in settings.PROCESSES.items()}
    assert {name: OURS[name]["command"] for name in known} == known
    assert OURS.keys() == {*known, "prepare"}
    assert shlex.split(OURS["prepare"]["command"])[0] == "manage.py"
    assert shlex.split(OURS["prepare"]["command"])[1] in get_commands()


def test_containers_of_ours_are_settings_from_the_environment_alone() -> None:
    for name, service in OURS.items():
        assert set(service["environment"]) <= settings_variables(), name
        assert service["read_only"] is True
        assert service["volumes"] == ["data:/var/lib/pozytek", "backups:/backups"]
    assert "USER pozytek" in DOCKERFILE


def test_nothing_starts_before_the_database_is_of_this_version() -> None:
    for name in settings.PROCESSES:
        assert OURS[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}
    for name in {each for service in SERVICES.values() for each in service.get("depends_on", {})} - {"prepare"}:
        assert "healthcheck" in SERVICES[name], name


@pytest.mark.django_db(transaction=True)
@override_settings(ALLOWED_HOSTS=["pozytek.example.org"])
def test_health_check_of_the_web_container(live_server: Any) -> None:
    command, *arguments = SERVICES["web"]["healthcheck"]["test"][1:]
    assert command == "python"
    code = arguments[1].replace("http://127.0.0.1:8000", live_server.url)
    for host, status in (("pozytek.example.org", 0), ("other.example.org", 1)):
        done = subprocess.run(
            [sys.executable, "-c", code.replace("${POZYTEK_DOMAIN}", host)], check=False, capture_output=True
        )
        assert done.returncode == status, done.stderr.decode()


def test_image_has_the_libraries_that_are_checked_for() -> None:
    listed = subprocess.run(
        [sys.executable, "-c", "import missing_libraries as m; print(*(p for t in (m.LIBRARIES, m.PROGRAMS) for s in t.values() for p in s.values()))"],
        cwd=ROOT / "bin", check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    assert len(listed) == 8
    for package in [*listed, "postgresql-client"]:
        assert re.search(rf"\s{re.escape(package)}\s", DOCKERFILE), package
    major = "15"  # of bookworm's postgresql-client
    assert "bookworm" in DOCKERFILE
    assert SERVICES["postgres"]["image"].startswith(f"postgres:{major}")


@pytest.mark.django_db
def test_every_static_file_that_is_referred_to_exists(tmp_path: Path) -> None:
    """What the image does at its end, less compression: a name in a style sheet that leads nowhere stops it."""
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages, DEBUG=False):
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()
