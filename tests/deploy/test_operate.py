"""docs/operate.md names what there is: files, commands, timers, variables."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from helpline import environment
from tests.services.guide import SETTINGS, TEXT, commands, part
from tests.services.nginx import DEPLOY
from tests.services.postgres import ROOT

#: what has to come before what, as it is typed; each once and in this order
ORDER = [
    "apt-get update",
    "apt-get install nginx postgresql redis-server python3-venv git rsync openssh-client certbot curl",
    "adduser --system --group --home /var/lib/helpline helpline",
    "install -d -m 755 /srv/helpline /srv/helpline/releases /srv/helpline/public /etc/helpline /var/www/acme",
    "install -d -o helpline -g helpline -m 700 /var/lib/helpline /var/lib/helpline-keys /var/backups/helpline",
    "install -d -o helpline -g www-data -m 2750 /srv/helpline/public/media",
    "ln -sfn releases/1.0 /srv/helpline/app", "cd /srv/helpline/app", "tools/setup app",
    "swapoff -a", "sysctl --system", "systemctl restart systemd-journald",
    "systemctl restart postgresql redis-server", "runuser -u postgres -- createuser --pwprompt helpline",
    "runuser -u postgres -- createdb -O helpline -E UTF8 -T template0 --locale=C.UTF-8 helpline",
    "install -o root -g helpline -m 640 /dev/null /etc/helpline/secret",
    "install -o root -g helpline -m 640 /dev/null /etc/helpline/env",
    "python3 -c 'import secrets; print(secrets.token_urlsafe(64))' > /etc/helpline/secret",
    # the texts before the rows that hold them, the files before the processes that name them
    "deploy/bin/update", "deploy/bin/manage seed", "deploy/bin/manage createadmin you@example.org 'Your Name'",
    "cp -r deploy/systemd/helpline[-.]* /etc/systemd/system/", "systemctl daemon-reload",
    "systemctl enable --now helpline.target helpline-web@8001 helpline-web@8002",
    "install -d /var/www/acme/.well-known",
    "certbot certonly --webroot -w /var/www/acme --deploy-hook 'systemctl reload nginx' -d $name",
    "install -m 644 deploy/values.example /etc/helpline/values",
    "deploy/render nginx --values /etc/helpline/values --to /etc/nginx", "systemd-tmpfiles --create helpline.conf",
    "systemctl daemon-reload", "nginx -t", "systemctl restart nginx",
]  # fmt: skip


def test_the_steps_of_the_installation_stand_in_their_order() -> None:
    steps = commands(part("## Install"))
    at = -1
    for each in ORDER:
        assert each in steps[at + 1 :], f"{each}: missing, or before what it needs"
        at = steps.index(each, at + 1)


def test_what_is_typed_is_there_by_then() -> None:
    whole = commands(part("## Install"))
    for line in whole:
        for path in re.findall(r"(?<![/\w])((?:deploy|tools)/[\w@./-]*[\w])", line):
            assert (ROOT / path).exists() or list(ROOT.glob(f"{path}*")), line
        if found := re.match(r"deploy/bin/manage (\w+)", line):
            assert found[1] in get_commands()
    packages = next(line for line in whole if line.startswith("apt-get install")).split()
    # gettext is not among them: tools/compile_messages.py writes the format itself
    assert {"certbot", "curl", "git", "rsync", "python3-venv"} <= set(packages)
    assert "gettext" not in packages


def test_every_file_of_the_machine_and_of_systemd_has_its_step() -> None:
    steps = "\n".join(commands(part("## Install")))
    for path in [*(DEPLOY / "machine").iterdir(), *(DEPLOY / "systemd").iterdir()]:
        if path.name.startswith(("helpline-", "helpline.target")):
            continue  # the pattern of the copy
        assert f"deploy/{path.relative_to(DEPLOY)}" in steps, path


def test_every_folder_that_the_house_writes_to_is_made_for_it() -> None:
    """systemd refuses a unit whose folder is not there, and the house one that it may not write."""
    made = {
        path: line
        for line in commands(part("## Install"))
        if line.startswith("install -d")
        for path in re.findall(r" (/\S+)", line)
    }
    named = set()
    for path in (DEPLOY / "systemd").glob("helpline-*.service"):
        for line in re.findall(r"^ReadWritePaths=(.+)$", path.read_text(), re.MULTILINE):
            named |= {each for each in line.split() if not each.startswith("-")}
    named |= {path for name, path in SETTINGS.items() if name.endswith(("_FOLDER", "_DATA"))}
    for folder in named:
        assert "-o helpline" in made[folder], folder
    # what it runs, and the folder above, are root's: nobody who takes the house over may change the code
    assert "-o" not in made["/srv/helpline"].split()
    assert made["/var/www/acme"]
    values = (DEPLOY / "values.example").read_text()
    assert "\nACME_FOLDER=/var/www/acme\n" in values


def test_an_update_prepares_the_new_release_before_the_link_leads_to_it() -> None:
    assert commands(part("## Update"))[1:] == [
        "cd /srv/helpline/releases/1.1", "tools/setup app", "deploy/bin/update",
        "ln -sfn releases/1.1 /srv/helpline/next", "mv -T /srv/helpline/next /srv/helpline/app",
        "cd /srv/helpline/app", "deploy/bin/update 8001 8002",
    ]  # fmt: skip


def test_nothing_of_a_memory_reaches_the_disk_and_the_log_ends() -> None:
    told = {}
    for path in (DEPLOY / "machine").iterdir():
        told |= dict(re.findall(r"^([\w.]+) ?= ?(.+)$", path.read_text(), re.MULTILINE))
    assert told["kernel.core_pattern"] == "|/bin/false"
    assert told["ProcessSizeMax"] == "0"
    assert told["MaxRetentionSec"] == "30day"
    assert told["MaxFileSec"] == "1day", "a file that is never closed is never thrown away"
    assert "firewall" in part("### The machine itself"), "docs/proof.md leads here"


def test_no_command_is_told_that_would_run_in_a_house_of_its_own() -> None:
    """On a server `manage.py` without the settings is the embedded house: a second one, empty, and content."""
    pages = [
        ROOT / "docs" / "operate.md", ROOT / "docs" / "observe.md", ROOT / "docs" / "phone.md",
        *sorted((ROOT / "helpline" / "guides" / "texts").rglob("administrator.md")),
        ROOT / "helpline" / "watch" / "wording.py", ROOT / "templates" / "watch" / "promises.html",
        ROOT / "helpline" / "watch" / "locale" / "nl" / "LC_MESSAGES" / "django.po",
    ]  # fmt: skip
    for path in pages:
        told = re.findall(r"[^\s`\"'>]*manage(?:\.py)? [a-z_]+", path.read_text())
        wrong = [each for each in told if not re.match(r"(?:/srv/helpline/app/)?deploy/bin/manage ", each)]
        assert [each for each in wrong if each.split()[-1] in get_commands()] == [], path


def test_what_the_guide_names_is_there() -> None:
    for path in re.findall(r"`?(?:cp )?(deploy/(?:bin|systemd|render)[a-z./-]*[a-z])", TEXT):
        assert (ROOT / path).exists() or list(ROOT.glob(f"{path}*")), path
    for command in re.findall(r"(?:manage\.py|bin/manage) ([a-z_]+)", TEXT):
        assert command in get_commands(), command
    timers = set(re.findall(r"^\| `(helpline-[a-z]+)` \|", TEXT, re.MULTILINE))
    assert timers == {path.stem for path in (DEPLOY / "systemd").glob("*.timer")}
    assert set(SETTINGS) <= set(environment.VARIABLES)


def test_the_example_of_the_settings_is_a_production_start() -> None:
    found = environment.read(SETTINGS)
    assert found.is_production
    assert found.is_https
    hosts = re.findall(
        r"^(?:HELPWANTED|STOPITNOW|STAFF)_HOST=(\S+)$", (DEPLOY / "values.example").read_text(), re.MULTILINE
    )
    assert {*hosts, "127.0.0.1"} == set(found.allowed_hosts)


#: what is in there; a test that reads one as a module leaves a folder of compiled code beside them
OUR_PROGRAMS = sorted(path for path in (DEPLOY / "bin").iterdir() if path.is_file())


@pytest.mark.parametrize("path", OUR_PROGRAMS, ids=lambda path: path.name)
def test_the_programs_can_be_read_by_a_shell(path: Path) -> None:
    assert path.stat().st_mode & 0o111
    if path.read_text().startswith("#!/bin/sh"):
        judged = subprocess.run(["/bin/sh", "-n", path], capture_output=True, text=True, check=False)  # noqa: S603
        assert judged.returncode == 0, judged.stderr
