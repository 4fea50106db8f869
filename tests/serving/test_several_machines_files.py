"""The files of docs/deploy for one machine and for several: whole, known to their programs, and with settings that there are."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.house import ROOT
from tests.serving.fronts import Front, free_port, nginx_file
from tests.test_docs import settings_read

DEPLOY = ROOT / "docs" / "deploy"
KINDS = ("one-machine", "several-machines")
FILES_OF_SETTINGS = [DEPLOY / kind / "chancery.env" for kind in KINDS]
FOR_OTHERS = {"LISTEN"}  # what the unit itself reads


def compose(kind: str) -> dict:
    return yaml.safe_load((DEPLOY / kind / "docker-compose.yml").read_text(encoding="utf-8"))


def of_file(path: Path) -> dict[str, str]:
    """Return the variables of a file that systemd and Docker read."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Z_]+=\S+", line) for line in lines), "neither reads quotation marks or spaces alike"
    return dict(line.split("=", 1) for line in lines)


def of_compose(kind: str) -> dict[str, str]:
    """Return the variables that a web machine gets, with those filled in that the operator writes into .env."""
    service = compose(kind)["services"]["web1" if kind == "several-machines" else "chancery"]
    written = {**service.get("environment", {})}
    for file in service.get("env_file", []):
        written |= of_file(DEPLOY / kind / file)
    values = {"POSTGRES_PASSWORD": "letters", "SECRET_KEY": "many-random-letters-0123456789-" * 2, "SITE": "archive.example.org"}
    return {name: re.sub(r"\$\{(\w+)[^}]*\}", lambda found: values[found[1]], value) for name, value in written.items()}


def checked(tmp_path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = own | variables | {"DATA_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("kind", KINDS)
def test_compose_files_keep_to_the_specification(kind):
    command = [str(Path(sys.executable).with_name("check-jsonschema")), "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, DEPLOY / kind / "docker-compose.yml"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_compose_files_name_only_what_they_have(kind):
    whole = compose(kind)
    services = whole["services"]
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        assert set(service.get("networks", {})) <= set(whole["networks"]), name
        kept = {volume.partition(":")[0] for volume in service.get("volumes", [])}
        assert {volume for volume in kept if not volume.startswith(".")} <= set(whole["volumes"]), name
        mounted = [volume for volume in kept if volume.startswith(".") and "certificates" not in volume]
        assert all((DEPLOY / kind / volume).exists() for volume in mounted), name
        if "build" in service:
            context = (DEPLOY / kind / service["build"]["context"]).resolve()
            assert context == ROOT and (context / service["build"]["dockerfile"]).exists()


def test_the_cluster_of_the_compose_file_is_the_one_that_was_asked_for():
    services = compose("several-machines")["services"]
    assert set(services) == {"web1", "web2", "prepare", "postgres", "redis", "search1", "search2", "search3", "proxy"}
    hosts = re.findall(r"//(\w+):9200", services["web1"]["environment"]["OPENSEARCH_HOSTS"])
    assert hosts == [service["environment"]["node.name"] for name, service in services.items() if name.startswith("search")]
    proxy = (DEPLOY / "several-machines" / "nginx.conf").read_text(encoding="utf-8")
    addresses = [services[name]["networks"]["inside"]["ipv4_address"] for name in ("web1", "web2")]
    assert re.findall(r"server ([\d.]+):8000", proxy) == addresses


def test_nothing_but_the_proxy_is_reached_from_outside():
    for kind in KINDS:
        whole = compose(kind)
        assert whole["networks"]["inside"]["internal"] is True
        assert [name for name, service in whole["services"].items() if "ports" in service] == ["proxy"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_setting_named_is_one(kind):
    for variables in (of_file(DEPLOY / kind / "chancery.env"), of_compose(kind)):
        assert set(variables) - FOR_OTHERS <= set(settings_read())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", ["compose", "units"])
def test_the_settings_are_not_complained_about(tmp_path, kind, way):
    variables = of_compose(kind) if way == "compose" else of_file(DEPLOY / kind / "chancery.env")
    variables = {name: value for name, value in variables.items() if name != "OPENSEARCH_CA_FILE"}  # it is not on this machine
    done = checked(tmp_path, variables)
    assert done.returncode == 0, done.stderr


def test_without_tls_to_the_cluster_it_says_so(tmp_path):
    variables = {name: value for name, value in of_compose("several-machines").items() if name != "SILENCED_CHECKS"}
    done = checked(tmp_path, variables)
    assert done.returncode != 0 and "chancery.W009" in done.stderr and done.stderr.count("chancery.") == 1


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("unit", sorted((DEPLOY / "several-machines").glob("*.service")), ids=lambda unit: unit.stem)
def test_systemd_knows_every_line_of_each_unit(unit):
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=60)
    wrong = [line for line in done.stderr.splitlines() if "is not executable: No such file" not in line]
    assert not [line for line in wrong if unit.name in line], done.stderr


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_takes_the_file_for_two_machines(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.serving.fronts.DEPLOY", DEPLOY / "several-machines")
    written = nginx_file(tmp_path, Front(free_port(), free_port()), 8000)
    command = ["nginx", "-t", "-p", str(tmp_path), "-c", str(written)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_both_files_of_nginx_say_the_same_of_all_but_the_machines():
    one, several = ((folder / "nginx.conf").read_text(encoding="utf-8") for folder in (DEPLOY, DEPLOY / "several-machines"))
    extra = [line.strip() for line in several.splitlines() if line not in one.splitlines()]
    assert all(line.startswith(("#", "server 10.", "proxy_next_upstream", "proxy_connect_timeout")) for line in extra), extra
    assert not [
        line for line in one.splitlines() if line not in several.splitlines() and not line.startswith(("#", "    server 127"))
    ]


def test_the_image_is_made_of_what_is_there():
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert all((ROOT / name).exists() for name in ("requirements.txt", "docs/deploy/gunicorn.conf.py", "manage.py"))
    assert "--require-hashes" in text and re.search(r"^USER 10001$", text, re.M)
    left_out = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    assert {"var", ".git", ".venv"} <= set(left_out) and not {"archive", "search", "static", "templates", "fixtures"} & set(
        left_out
    )


@pytest.mark.parametrize("unit", ["chancery.service", "several-machines/chancery-web.service"])
def test_each_unit_that_serves_collects_static_files_first(unit):
    """Without them every page fails, and an update would leave the old ones."""
    steps = [line for line in (DEPLOY / unit).read_text(encoding="utf-8").splitlines() if line.startswith("ExecStart")]
    assert any("manage.py collectstatic --no-input" in step for step in steps[:-1])
    assert "gunicorn" in steps[-1]
