"""Builds an OpenSearch server from Maven artefacts, once a version: 50 MB, a minute to download."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path

VERSIONS = ("2.19.6", "3.9.0")
POMS = Path(__file__).with_name("server")
# module of the server -> its artefact. Without the last two a server does not start, or takes no script.
MODULES = {
    "transport-netty4": "transport-netty4-client",
    "analysis-common": "analysis-common",
    "lang-painless": "lang-painless",
    "mapper-extras": "mapper-extras-client",
    "reindex": "reindex-client",
}
EXTENDED = ("analysis-common", "mapper-extras")  # these bring scripts words of their own
PLUGIN = re.compile(r"org/opensearch/[a-z/]+/(?:Netty4|CommonAnalysis|Painless|MapperExtras|Reindex)(?:Module)?Plugin\.class")


def java_for(version: str) -> Path | None:
    """Return the home of a JDK that this version runs on, None where there is none: 17 to 21 for 2.19, 21 or newer for 3."""
    first, last = (17, 21) if version.startswith("2.") else (21, 99)
    homes = [Path(home) for home in (os.environ.get("JAVA_HOME"),) if home] + sorted(Path("/usr/lib/jvm").glob("*"))
    return next((home for home in homes if (home / "bin/java").exists() and first <= _release(home) <= last), None)


def _release(home: Path) -> int:
    told = subprocess.run([home / "bin/java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


def missing_tools() -> str:
    """Say what this machine lacks for building a server, "" where it has all."""
    if not shutil.which("mvn"):
        return "Maven (mvn) is not installed"
    return "" if any(map(java_for, VERSIONS)) else "there is no JDK in JAVA_HOME or /usr/lib/jvm that OpenSearch runs on"


def server(version: str, patience: float = 900.0) -> Path:
    """Return the folder of a server, built if it is not there yet; everybody may read it, since root may not run it.

    Raises subprocess.SubprocessError where Maven cannot fetch it, or takes more than `patience` seconds for all of it.
    """
    folder = Path(os.environ.get("CLUSTER_SERVERS", tempfile.gettempdir())) / f"chancery-opensearch-{version}"
    if not (folder / "built").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _build(version, folder, time.monotonic() + patience)
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
        (folder / "built").touch()
    return folder


def _build(version: str, folder: Path, until: float) -> None:
    for name in ("bin", "plugins", "agent", "config"):
        (folder / name).mkdir(parents=True)
    lib = folder / "lib"
    _fetch("server", lib, version, until)
    bridge = next(lib.glob("log4j-jul-*.jar"))  # the server names log4j's version by this one, and leaves log4j-core out
    log4j = bridge.stem.removeprefix("log4j-jul-")
    for jar in lib.glob("log4j-*.jar"):
        jar.unlink()
    _fetch("server", lib, version, until, log4j=log4j)
    if not version.startswith("2."):
        _maven(
            until,
            "dependency:copy",
            f"-Dartifact=org.opensearch:opensearch-agent-bootstrap:{version}",
            f"-DoutputDirectory={lib}",
        )
    for name, artefact in MODULES.items():
        _lay_out_module(folder, name, artefact, version, until)


def _fetch(pom: str, to: Path, version: str, until: float, **properties: str) -> None:
    given = [f"-D{name}={value}" for name, value in {"os": version, **properties}.items()]
    copy = ["dependency:copy-dependencies", f"-DoutputDirectory={to}", "-DincludeScope=runtime"]
    _maven(until, "-f", str(POMS / f"{pom}.pom.xml"), *given, *copy)


def _maven(until: float, *given: str) -> None:
    subprocess.run(["mvn", "-q", "-B", *given], check=True, stdin=subprocess.DEVNULL, timeout=max(0.0, until - time.monotonic()))


def _lay_out_module(folder: Path, name: str, artefact: str, version: str, until: float) -> None:
    module = folder / "modules" / name
    _fetch("module", module, version, until, module=artefact)
    for jar in module.glob("*.jar"):
        bare = re.sub(r"-[0-9]+\..*$", "", jar.stem)
        if list((folder / "lib").glob(f"{bare}-[0-9]*.jar")) or "-quic-" in jar.name:
            jar.unlink()  # twice on the class path is refused
    (module / "plugin-descriptor.properties").write_text(_descriptor(module, name, artefact, version), encoding="utf-8")
    if version.startswith("2."):  # which has a security manager
        policy = "grant { permission java.security.AllPermission; };\n"
        (module / "plugin-security.policy").write_text(policy, encoding="utf-8")


def _descriptor(module: Path, name: str, artefact: str, version: str) -> str:
    with zipfile.ZipFile(module / f"{artefact}-{version}.jar") as jar:
        main = next(entry for entry in jar.namelist() if PLUGIN.fullmatch(entry))
    told = {"name": name, "description": name, "version": version, "opensearch.version": version, "java.version": "11"}
    told |= {
        "classname": main.removesuffix(".class").replace("/", "."),
        "custom.foldername": "",
        "has.native.controller": "false",
    }
    told |= {"extended.plugins": "lang-painless"} if name in EXTENDED else {}
    return "".join(f"{key}={value}\n" for key, value in told.items())
