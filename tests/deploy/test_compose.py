"""The compose file, held against the house: what it names is looked up where it comes from, its shell lines are played.

No engine is asked. What an engine showed when the file was started in one is held fast here.
"""

import re
import subprocess
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from helpline import environment
from tests.deploy.test_units import BY_TIMER, Unit
from tests.services.guide import TEXT as OPERATE
from tests.services.nginx import DEPLOY, load_render
from tests.services.postgres import ROOT

TOLD: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = TOLD["services"]
CONTAINERFILE = (DEPLOY / "Containerfile").read_text()
#: what the engine knows of a service, as far as we say it (the compose specification)
KEYS = {
    "build", "cap_drop", "command", "depends_on", "entrypoint", "env_file", "environment", "healthcheck", "image",
    "init", "logging", "networks", "ports", "profiles", "read_only", "restart", "secrets", "security_opt",
    "stop_grace_period", "tmpfs", "ulimits", "volumes",
}  # fmt: skip
#: what the installer makes beside the file
MADE = {"./env", "./secret", "./nginx-rendered"}
#: and what only the render and the engine itself read
MADE_ASIDE = {"./.env", "./values"}


def houses() -> dict[str, dict[str, Any]]:
    """The services that run the house's image."""
    return {name: told for name, told in SERVICES.items() if "build" in told}


def volumes(service: dict[str, Any]) -> dict[str, str]:
    """Where a service sees what: place in the container to source."""
    return {each.split(":")[1]: each.split(":")[0] for each in service.get("volumes", [])}


def words(service: dict[str, Any]) -> str:
    return " ".join([*(service.get("entrypoint") or []), *(service.get("command") or [])])


def test_every_word_is_one_that_the_engine_knows() -> None:
    assert set(TOLD) - {"x-house"} == {"services", "volumes", "networks", "secrets"}
    for name, service in SERVICES.items():
        assert set(service) <= KEYS, name
        assert "image" in service, name
        for other in service.get("depends_on", ()):
            assert other in SERVICES, name


def test_what_is_mounted_is_there() -> None:
    used = set()
    for name, service in SERVICES.items():
        for source in volumes(service).values():
            if source.startswith("./"):
                assert source in MADE or (DEPLOY / source).exists(), f"{name}: {source}"
            elif not source.startswith("/"):
                used.add(source)
    assert used == set(TOLD["volumes"])
    assert {secret["file"] for secret in TOLD["secrets"].values()} <= MADE


def test_the_keys_are_with_the_house_alone() -> None:
    have = {name for name, service in SERVICES.items() if "keys" in volumes(service).values()}
    assert have == set(houses())
    assert volumes(SERVICES["night"])["/var/backups/helpline"] == "backups"


def test_all_that_runs_the_code_is_one_image() -> None:
    """`docker compose build` leaves out what waits for a profile: prepare would migrate with the code of before."""
    assert {"prepare", "manage", "house-1", "house-2", "night"} == set(houses())
    (image,) = {service["image"] for service in houses().values()}
    assert image.startswith("localhost/"), "no registry may answer to its name"
    assert all(image != service["image"] for name, service in SERVICES.items() if name not in houses())


@pytest.mark.parametrize("made", sorted(MADE | MADE_ASIDE))
def test_what_the_installer_makes_is_in_no_image_and_no_history(made: str) -> None:
    """`COPY . .` takes what lies there: the secret and the passwords stood in a layer."""
    path = f"deploy/{made.removeprefix('./')}"
    left_out = (ROOT / ".dockerignore").read_text().splitlines()
    assert path in left_out
    assert not any(line.startswith("!") for line in left_out)
    assert ".git" in left_out, "the history may hold what was removed"
    assert path in [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().splitlines()]


def test_nothing_that_runs_is_left_out_of_the_image() -> None:
    left_out = set((ROOT / ".dockerignore").read_text().splitlines())
    rooms = {
        "chat",
        "cms",
        "helpline",
        "selfhelp",
        "statistics",
        "templates",
        "tools",
        "requirements",
        "deploy",
    }
    assert not rooms & left_out
    for name in (*rooms, "manage.py", "deploy/bin", "deploy/nginx"):
        assert (ROOT / name).exists()


def test_what_is_published_can_be_read_by_nginx(tmp_path: Path) -> None:
    """The house makes its folder for itself alone, and nginx, another user, would leave every file to the house."""
    data, public, programs = tmp_path / "data", tmp_path / "public", tmp_path / "bin"
    (data / "static" / "site").mkdir(parents=True)
    (data / "static" / "site" / "site.css").write_text("a{}")
    (data / "static").chmod(0o700)
    (data / "static" / "site" / "site.css").chmod(0o600)
    public.mkdir()
    programs.mkdir()
    (programs / "python").write_text("#!/bin/sh\n")
    (programs / "python").chmod(0o755)
    prepare = SERVICES["prepare"]
    script = prepare["command"][0].replace("$$", "$").replace("/srv/helpline/public", str(public))
    subprocess.run(  # noqa: S603 - our own words
        [*prepare["entrypoint"], script], check=True,
        env={"PATH": f"{programs}:/usr/bin:/bin", "HELPLINE_DATA": str(data)},
    )  # fmt: skip
    assert (public / "static").stat().st_mode & 0o005 == 0o005
    assert (public / "static" / "site" / "site.css").stat().st_mode & 0o004


def test_a_shell_that_stays_hears_that_it_shall_end() -> None:
    """The first process of a container gets no signal that it does not ask for, and a shell asks for none."""
    for name, service in SERVICES.items():
        if (service.get("entrypoint") or [""])[0] == "sh" and service["restart"] != "no":
            assert service["init"] is True, name


def test_the_settings_are_a_production_start() -> None:
    example = dict(re.findall(r"^ {7}([A-Z_]+)=(\S+)$", OPERATE, re.MULTILINE))
    for name, service in houses().items():
        told = dict(service["environment"])
        assert set(told) <= set(environment.VARIABLES), name
        told["DATABASE_URL"] = re.sub(r"\$\{.+?\}", "secret", told["DATABASE_URL"])
        # env holds what is not said here: who the house is
        found = environment.read(
            {**{each: example[each] for each in ("PUBLIC_URL", "ALLOWED_HOSTS")}, **told}
        )
        assert found.is_production
        for folder in (found.data_folder, found.key_folder, found.media_folder, found.backup_folder):
            assert folder is None or any(folder.is_relative_to(place) for place in volumes(service)), folder


def test_the_databases_are_those_that_the_house_asks() -> None:
    settings = SERVICES["house-1"]["environment"]
    assert settings["DATABASE_URL"].endswith("@postgres/helpline")
    assert SERVICES["postgres"]["environment"]["POSTGRES_DB"] == "helpline"
    assert settings["REDIS_URL"] == "redis://redis:6379"
    assert re.search(r"^port 6379$", (DEPLOY / "redis" / "helpline.conf").read_text(), re.MULTILINE)
    # at the first start the image fills the database behind a server that answers on its socket and goes away again
    assert "-h 127.0.0.1" in " ".join(SERVICES["postgres"]["healthcheck"]["test"])
    locale = re.search(r"^ +runuser -u postgres -- createdb .+(--locale=\S+) ", OPERATE, re.MULTILINE)
    assert locale is not None
    assert locale[1] in SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]
    # pg_dump reads a server of its own version or older; bookworm's is 15
    assert SERVICES["postgres"]["image"] == "postgres:15"
    assert "-bookworm" in CONTAINERFILE
    assert "postgresql-client" in CONTAINERFILE
    included = (DEPLOY / "postgresql" / "container.conf").read_text()
    assert re.findall(r"^include = '(.+)'$", included, re.MULTILINE) == ["/etc/postgresql/helpline.conf"]


def test_each_process_is_asked_at_its_own_port_and_keeps_its_address() -> None:
    processes = {name: service for name, service in SERVICES.items() if name.startswith("house-")}
    assert len(processes) == 2
    within = ip_network(TOLD["networks"]["house"]["ipam"]["config"][0]["subnet"])
    found = []
    for service in processes.values():
        command, port = service["command"], service["command"][-1]
        assert command[:-1] == ["serve", "--host", "0.0.0.0", "--port"]  # noqa: S104 - inside its container
        assert service["healthcheck"]["test"] == ["CMD", "python", "deploy/bin/answers", port]
        address = service["networks"]["house"]["ipv4_address"]
        assert ip_address(address) in within
        found.append(f"{address}:{port}")
    assert f"PROCESSES={' '.join(found)}:" in (DEPLOY / "compose.yaml").read_text()
    unit = Unit(DEPLOY / "systemd" / "helpline-web@.service")["Service"]
    assert SERVICES["house-1"]["stop_grace_period"] == f"{unit['TimeoutStopSec']}s"
    assert (ROOT / "deploy" / "bin" / "answers").stat().st_mode & 0o111


def test_nginx_has_what_its_files_name() -> None:
    nginx = SERVICES["nginx"]
    values: dict[str, str] = load_render().read_values((DEPLOY / "values.example").read_text())
    values = {**load_render().DEFAULTS, **values}
    seen = [*volumes(nginx), *nginx["tmpfs"]]
    for name in ("CERTIFICATES", "ACME_FOLDER", "PUBLIC_FOLDER", "AWAY_FOLDER"):
        assert any(Path(values[name]).is_relative_to(place) for place in seen), name
    # nginx makes the last folder of a path and none above it
    assert values["RUN_FOLDER"] in nginx["tmpfs"]
    assert nginx["ports"] == [f"{values[name].split()[0]}:{values[name].split()[0]}" for name in
                              ("HTTP_ADDRESSES", "HTTPS_ADDRESSES")]  # fmt: skip


@pytest.mark.parametrize("command", sorted(BY_TIMER))
def test_what_has_a_timer_is_done_here_too(command: str) -> None:
    line = Unit(DEPLOY / "systemd" / f"helpline-{BY_TIMER[command]}.service")["Service"]["ExecStart"]
    assert line.partition(".venv/bin/")[2] in words(SERVICES["night"])


def test_every_program_that_is_called_is_there() -> None:
    for service in houses().values():
        for command in re.findall(r"manage\.py ([a-z_]+)", words(service)):
            assert command in get_commands()
        for program in re.findall(r"deploy/bin/[a-z-]+", words(service)):
            assert (ROOT / program).stat().st_mode & 0o111
    backup = "\n".join(
        re.findall(r"^ExecStart=.+$", (DEPLOY / "systemd/helpline-backup.service").read_text(), re.MULTILINE)
    )
    assert "backup_made --what database media" in backup
    assert "deploy/bin/backup && python manage.py backup_made --what database media" in words(
        SERVICES["night"]
    )
    for path in re.findall(r"^COPY (\S+) ", CONTAINERFILE, re.MULTILINE):
        assert (ROOT / path).exists()
    assert "requirements/app.txt" in CONTAINERFILE


def test_the_night_makes_a_backup_every_day_however_long_its_work_takes(tmp_path: Path) -> None:
    """An hour of sleep and some minutes of work drift past any single hour: it waits for the hour, not for its name."""
    programs, backups = tmp_path / "bin", tmp_path / "backups"
    (tmp_path / "deploy" / "bin").mkdir(parents=True)
    programs.mkdir()
    clock = tmp_path / "clock"
    clock.write_text("1800000000")
    # 83 minutes a round, for five days
    fakes = {
        programs
        / "sleep": f'[ "$(cat {clock})" -lt 1800432000 ] && echo $(($(cat {clock}) + 5000)) > {clock}',
        programs / "date": f'exec /bin/date -u -d @$(cat {clock}) "$@"',
        programs / "python": f'echo "$2" >> {tmp_path}/ran',
        tmp_path / "deploy" / "bin" / "backup": 'mkdir -p "$BACKUP_FOLDER/$(date +%Y-%m-%d)"',
    }
    for path, text in fakes.items():
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
    night = SERVICES["night"]
    script = night["command"][0].replace("$$", "$")
    told = subprocess.run(  # noqa: S603 - our own words
        [*night["entrypoint"], script], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PATH": f"{programs}:/usr/bin:/bin", "BACKUP_FOLDER": str(backups)},
    )  # fmt: skip
    assert told.stderr == ""
    assert len(list(backups.iterdir())) in {5, 6}
    ran = (tmp_path / "ran").read_text().split()
    assert ran.count("backup_made") == ran.count("verify_audit") == len(list(backups.iterdir()))
    assert ran.count("nightly") >= 80


def test_what_is_told_to_begin_with_is_there() -> None:
    top = (DEPLOY / "compose.yaml").read_text().split("x-house")[0]
    for service, command in re.findall(r"docker compose run --rm (\w+)(?: (\w+))?", top):
        assert service in SERVICES
        assert not command or service == "manage", "its program is manage.py"
        assert command in {*get_commands(), "", "COMMAND"}
    steps = [top.index(each) for each in ("--rm prepare", "manage seed", "manage createadmin", "up -d\n")]
    assert steps == sorted(steps)
    # with --no-deps the engine remembers a service without its needs, and the next `up -d` replaces all of them at once
    processes = [name for name in SERVICES if name.startswith("house-")]
    assert re.findall(r"docker compose up -d (.+?)$", top, re.MULTILINE) == [
        *(f"--wait {name}" for name in processes), "night",
    ]  # fmt: skip
    for name in (".env", "env"):
        assert f"install -m 600 /dev/null {name}\n" in top, "it holds passwords"
    uid = re.search(r"--uid (\d+) ", CONTAINERFILE)
    assert uid is not None
    assert f"install -m 400 -o {uid[1]} /dev/null secret" in top
    # Dutch titles need the texts, which the image has
    assert "RUN python tools/compile_messages.py" in CONTAINERFILE
    assert "gettext" not in CONTAINERFILE
