"""docs/operate.md, typed line by line on a machine of its own, under the systemd that Debian has.

    python -m bench.machine

The machine is a container (systemd-nspawn) with this machine's own programs, a systemd that runs, a network that leads
nowhere, and everything it writes in memory: nothing of it is left afterwards. What is typed is what the guide says,
but for what a machine without the world cannot do: packages are there, the code is this folder's, passwords are not
typed, certificates are signed by themselves.

Then the house has to be there for somebody outside, through nginx and TLS; every unit by the clock has to do its work
within what hardening leaves it; a process that is killed has to come back; the guide's update has to end on the new
release; what the mirror over ssh and the backup hold has to give the house back; and no log may know who came.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bench.processes import ROOT
from tests.services import programs
from tests.services.guide import SETTINGS, commands, part

VISITORS, OTHERS, STAFF = SETTINGS["ALLOWED_HOSTS"].split(",")[:3]
PASSWORD = "only-for-a-machine-of-a-proof"
#: an address within loopback and a browser, as of somebody who comes
CAME_FROM, CAME_WITH = "127.45.67.89", "Canary/20.45"
#: the units that a timer starts, but for the mirror, which is told to whom by a file
BY_THE_CLOCK = ("nightly", "audit", "phone", "backup", "holidays")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
BOOT_SECONDS = 120
#: what a page of figures does, within what a unit of the house may: how far the process beside steps back
STEPS_BACK = """
import os, time
from helpline.beside import beside
beside.open()
beside.run(int)
while not beside.is_loaded:
    time.sleep(0.1)
print(beside.run(os.getpriority, os.PRIO_PROCESS, 0))
"""
#: more than systemd-analyze calls "OK"
_EXPOSED = 2.0
_MEMORY = "6G"

CERTIFICATE = (
    'install -d "/etc/letsencrypt/live/$name"; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1'
    ' -nodes -days 3 -subj "/CN=$name" -addext "subjectAltName=DNS:$name"'
    ' -keyout "/etc/letsencrypt/live/$name/privkey.pem" -out "/etc/letsencrypt/live/$name/fullchain.pem" 2>/dev/null'
)
#: what is typed instead of a line that begins so. Each has to be in the guide.
INSTEAD: Mapping[str, str] = {
    "apt-get ": "true",
    "git clone --branch 1.0 ": "cp -a /srv/code /srv/helpline/releases/1.0",
    # a container may not set what is the whole machine's
    "sysctl --system": "sysctl --system >/dev/null 2>&1 || [ -d /proc/sys ]",
    "runuser -u postgres -- createuser --pwprompt helpline":
        f"runuser -u postgres -- psql -qc \"CREATE ROLE helpline LOGIN PASSWORD '{PASSWORD}'\"",
    "certbot certonly ": CERTIFICATE,
}  # fmt: skip
MIRROR_INSTEAD: Mapping[str, str] = {"apt-get ": "systemctl start ssh"}
UPDATE_INSTEAD: Mapping[str, str] = {
    "git clone --branch 1.1 ": "cp -a /srv/code /srv/helpline/releases/1.1",
}


@dataclass(slots=True)
class Outcome:
    """What was typed and looked at, and every way in which it was not as promised (none)."""

    typed: int = 0
    looked_at: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def report(self) -> str:
        """In words."""
        lines = [
            f"The guide on a machine with a systemd: {self.typed} lines typed, {self.seconds:.0f} s.",
            *(f"  {each}" for each in self.looked_at),
            *(f"BROKEN: {each}" for each in self.broken),
        ]
        if not self.broken:
            lines.append("The house stands as the guide says, within what its units may.")
        return "\n".join(lines)

    def see(self, what: str, *, is_so: bool, told: str = "") -> None:
        """Note that something was looked at."""
        if is_so:
            self.looked_at.append(what)
        else:
            self.broken.append(f"{what}: it is not so. {told.strip()[-1500:]}")


class Machine:
    """The container. folder: where its files lie, in memory."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self._folder = folder
        self._nspawn: subprocess.Popen[bytes] | None = None
        self._first = 0

    def start(self) -> None:
        """Lay its files over this machine's, and start its systemd. Raises RuntimeError where that may not be."""
        for name in ("up", "work", "root"):
            (self._folder / name).mkdir()
        layers = f"lowerdir=/,upperdir={self._folder / 'up'},workdir={self._folder / 'work'}"
        laid = subprocess.run(
            ["mount", "-t", "overlay", "overlay", "-o", layers, self.root], capture_output=True, text=True, check=False
        )  # fmt: skip
        if laid.returncode:
            raise RuntimeError(f"no file system can be laid over this one here: {laid.stderr.strip()}")
        log = self._folder / "boot.log"
        with log.open("wb") as out:
            self._nspawn = subprocess.Popen(
                [programs.find_program("systemd-nspawn"), "--directory", self.root, "--boot", "--register=no",
                 "--keep-unit", "--private-network", "--machine=helpline", "--link-journal=no"],
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip
        deadline = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < deadline and self._nspawn.poll() is None:
            children = Path(f"/proc/{self._nspawn.pid}/task/{self._nspawn.pid}/children").read_text().split()
            if children:
                self._first = int(children[0])
                state = self.run("systemctl is-system-running", check=False).stdout.strip()
                # degraded: something of this machine's own may not like to be copied
                if state in {"running", "degraded"}:
                    return
            time.sleep(0.5)
        raise RuntimeError(f"its systemd did not start:\n{log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """End it, and forget all that it wrote."""
        if self._nspawn is not None and self._nspawn.poll() is None:
            self._nspawn.terminate()
            try:
                self._nspawn.wait(60)
            except subprocess.TimeoutExpired:
                self._nspawn.kill()
                self._nspawn.wait()
        subprocess.run(["umount", "--lazy", self.root], capture_output=True, check=False)

    def run(
        self, script: str, *, check: bool = True, online: bool = False
    ) -> "subprocess.CompletedProcess[str]":
        """Type something as root there. online: in the network of this machine.

        Raises RuntimeError with what it said when it fails and check is set.
        """
        spaces = ["-m", "-u", "-i", "-p", "-C", *([] if online else ["-n"])]
        kept = {
            name: value for name, value in os.environ.items() if online and _is_about_the_net(name.upper())
        }
        ran = subprocess.run(
            ["nsenter", "-t", str(self._first), *spaces, "bash", "-euo", "pipefail", "-c", script],
            env={"PATH": PATH, "HOME": "/root", "LANG": "C.UTF-8", **kept},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if check and ran.returncode:
            raise RuntimeError(
                f"it ended with {ran.returncode}: {script[-300:]}\n{(ran.stdout + ran.stderr)[-2500:]}"
            )
        return ran


def _is_about_the_net(name: str) -> bool:
    return name.startswith(("PIP_", "UV_", "SSL_", "REQUESTS_")) or name.endswith("_PROXY")


def played(lines: Sequence[str], instead: Mapping[str, str]) -> list[str]:
    """The lines as they are typed here. Raises LookupError when a line is not there that was to be replaced."""
    unused, typed = set(instead), []
    for line in lines:
        begin = next((each for each in instead if line.startswith(each)), None)
        unused.discard(begin or "")
        typed.append(line if begin is None else instead[begin])
    if unused:
        raise LookupError(f"the guide says no longer: {sorted(unused)}")
    return typed


def install(machine: Machine) -> int:
    """Type the installation; how many lines it has."""
    lines = played(commands(part("## Install")), INSTEAD)
    machine.run(
        "pg_lsclusters -h | while read -r version name rest; do pg_dropcluster --stop $version $name; done;"
        "pg_createcluster --start $(ls /usr/lib/postgresql | sort -n | tail -n 1) main"
    )
    secret = next(at for at, line in enumerate(lines) if line.endswith("> /etc/helpline/secret")) + 1
    settings = "\n".join(f"{name}={value}" for name, value in SETTINGS.items()).replace(
        "helpline:...@", f"helpline:{PASSWORD}@"
    )
    written = f"cat > /etc/helpline/env <<'END'\n{settings}\nEND"
    type_in(machine, [*lines[:secret], written, *lines[secret:]], folder="/srv/helpline/app")
    return len(lines)


def type_in(machine: Machine, lines: Sequence[str], *, folder: str) -> None:
    """Type these lines. folder: where the release is; its packages come over the network of this machine."""
    setup = lines.index("tools/setup app")
    machine.run("\n".join(lines[:setup]))
    machine.run(f"cd {folder}\n{lines[setup]}", online=True)
    machine.run("\n".join([f"cd {folder}", *lines[setup + 1 :]]))


def look(machine: Machine, outcome: Outcome) -> None:
    """See whether the house is there, for people outside and for itself."""
    for port in (8001, 8002):
        told = machine.run(
            f"curl -sS -H 'Host: 127.0.0.1' http://127.0.0.1:{port}/readyz", check=False
        ).stdout
        outcome.see(f"the process on {port} is ready", is_so='"ready": true' in told, told=told)
    pages = {
        f"{VISITORS}/": 200, f"{VISITORS}/helpwanted/chat/": 200, f"{OTHERS}/stopitnow/": 200,
        f"{STAFF}/staff/sign-in/": 200, f"{VISITORS}/nothing-is-here/": 404,
    }  # fmt: skip
    for page, status in pages.items():
        host = page.partition("/")[0]
        answer = machine.run(
            f"curl -sS --interface {CAME_FROM} -A {CAME_WITH} --cacert /etc/letsencrypt/live/{host}/fullchain.pem "
            f"--resolve {host}:443:127.0.0.1 -o /dev/null -w '%{{http_code}}' https://{page}",
            check=False,
        )
        outcome.see(
            f"https://{page} answers {status}",
            is_so=answer.stdout == str(status),
            told=answer.stdout + answer.stderr,
        )


def work(machine: Machine, outcome: Outcome) -> None:
    """Every unit by the clock, the killed process, what a unit may, and how closed it is."""
    for name in BY_THE_CLOCK:
        ran = machine.run(f"systemctl start helpline-{name}.service", check=False)
        told = machine.run(
            f"journalctl -n 20 -o cat --no-pager -u helpline-{name}.service", check=False
        ).stdout
        outcome.see(f"helpline-{name} did its work", is_so=ran.returncode == 0, told=ran.stderr + told)
    pid = machine.run("systemctl show -p MainPID --value helpline-web@8001").stdout.strip()
    machine.run(f"kill -KILL {pid}")
    back = machine.run("sleep 2; deploy=/srv/helpline/app/deploy/bin; $deploy/wait-for 8001", check=False)
    outcome.see("a process that was killed is back", is_so=back.returncode == 0, told=back.stderr)
    nice = machine.run(
        "systemd-run --quiet --unit=helpline-beside --wait --pipe -p User=helpline "
        "-p EnvironmentFile=/etc/helpline/env -p Environment=DJANGO_SETTINGS_MODULE=helpline.settings "
        "-p WorkingDirectory=/srv/helpline/app "
        f"/srv/helpline/app/.venv/bin/python -c '{STEPS_BACK}'",
        check=False,
    )
    told = nice.stdout + nice.stderr
    outcome.see("a process beside may start, and steps back", is_so=nice.stdout.strip() == "10", told=told)
    for unit in ("helpline-web@8001", *(f"helpline-{name}" for name in BY_THE_CLOCK)):
        told = machine.run(
            f"systemd-analyze security --no-pager {unit}.service | tail -n 1", check=False
        ).stdout
        numbers = [word for word in told.split() if word.replace(".", "", 1).isdigit()]
        outcome.see(
            f"{unit} is closed ({' '.join(numbers)})",
            is_so=bool(numbers) and float(numbers[0]) <= _EXPOSED,
            told=told,
        )


def update(machine: Machine) -> int:
    """Type the update; how many lines it has."""
    lines = played(commands(part("## Update"))[:8], UPDATE_INSTEAD)
    type_in(machine, lines, folder="/srv/helpline/releases/1.1")
    return len(lines)


def mirror(machine: Machine, outcome: Outcome) -> int:
    """The mirror of the keys: over ssh, where both machines are this one, and to a disk. How many lines were typed."""
    told = commands(part("### The mirror of the keys"))
    shown = next(at for at, line in enumerate(told) if line.startswith("cat ")) + 1
    key = machine.run("\n".join(told[:shown])).stdout.splitlines()[-1]
    lines = [line.replace("ssh-ed25519 AAAA...", key) for line in played(told[shown:], MIRROR_INSTEAD)]
    machine.run("ssh-keygen -A; echo 127.0.0.1 mirror.example >> /etc/hosts")
    on_disk = (
        "install -d -o helpline -g helpline -m 700 /mnt/helpline-keys",
        "echo MIRROR_TO=/mnt/helpline-keys > /etc/helpline/mirror; systemctl start helpline-mirror",
    )
    for typed, copy in ((lines, "/srv/helpline-keys"), (on_disk, "/mnt/helpline-keys")):
        ran = machine.run("\n".join(typed), check=False)
        same = machine.run(f"diff -r --exclude=mirrored /var/lib/helpline-keys {copy}", check=False)
        log = machine.run("journalctl -n 9 -o cat --no-pager -u helpline-mirror").stdout
        is_so = not (ran.returncode or same.returncode)
        outcome.see(f"the mirror in {copy} holds the keys", is_so=is_so, told=ran.stderr + same.stdout + log)
    return len(told)


def restore(machine: Machine, outcome: Outcome) -> int:
    """The machine is lost: its database and its keys come back from the backup and the mirror. How many lines."""
    machine.run(
        "systemctl stop 'helpline*.timer' 'helpline-web@*'; find /var/lib/helpline-keys -mindepth 1 -delete\n"
        "cp -a /srv/helpline-keys/. /var/lib/helpline-keys/; chown -R helpline:helpline /var/lib/helpline-keys\n"
        "runuser -u postgres -- dropdb helpline"
    )
    made = next(line for line in commands(part("## Install")) if " createdb " in line)
    day = machine.run("ls /var/backups/helpline | sort | tail -n 1").stdout.strip()
    told = commands(part("## Backup and restore"))
    program = "deploy/bin/as-house /srv/helpline/app/deploy/bin/restore /var/backups/helpline/"
    lines = [
        made,
        *played(told[told.index("cd /srv/helpline/app") :], {program: program + day}),
        "systemctl start helpline.target helpline-web@8001 helpline-web@8002",
    ]
    machine.run("\n".join(lines))
    people = machine.run(
        "runuser -u postgres -- psql -At helpline -c 'SELECT email FROM accounts_user'"
    ).stdout
    outcome.see("who was invited is there again", is_so=people.split() == ["you@example.org"], told=people)
    return len(lines)


def look_back(machine: Machine, outcome: Outcome) -> None:
    """What runs now is the new release, nothing failed, and no log knows who came."""
    for port in (8001, 8002):
        pid = machine.run(f"systemctl show -p MainPID --value helpline-web@{port}").stdout.strip()
        place = machine.run(f"readlink /proc/{pid}/cwd", check=False).stdout.strip()
        outcome.see(f"{port} runs the new release", is_so=place == "/srv/helpline/releases/1.1", told=place)
    failed = machine.run("systemctl --failed --plain --no-legend --no-pager").stdout
    ours = [
        line for line in failed.splitlines() if line.startswith(("helpline", "nginx", "postgresql", "redis"))
    ]
    outcome.see("no unit of the house's failed", is_so=not ours, told="\n".join(ours))
    errors = machine.run("journalctl -p err -o cat --no-pager -u 'helpline-*'", check=False).stdout
    outcome.see(
        "no error in the house's log", is_so="-- No entries --" in errors or not errors.strip(), told=errors
    )
    kept = "/var/log /var/lib/helpline /var/lib/redis /run"
    for canary in (CAME_FROM, CAME_WITH):
        journal = machine.run(f"journalctl -a -o verbose --no-pager -b | grep -F -- '{canary}'", check=False)
        files = machine.run(f"grep -rlsF -- '{canary}' {kept}", check=False)
        # 1 is grep's word for a search that found nothing; a file that is gone meanwhile is a 2
        is_clean = journal.returncode == 1 and files.returncode in (1, 2) and not files.stdout
        outcome.see(f"no log knows {canary}", is_so=is_clean, told=journal.stdout + files.stdout)


@contextmanager
def memory() -> Generator[Path]:
    """A folder in memory, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="machine-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_MEMORY}", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def play() -> Outcome:
    """All of it. A line of the guide that fails ends it. Raises RuntimeError where only root may do this."""
    if os.geteuid() != 0:
        raise RuntimeError("only root may start a machine of its own (systemd-nspawn)")
    outcome, began = Outcome(), perf_counter()
    with memory() as folder:
        machine = Machine(folder)
        try:
            machine.start()
            tracked = subprocess.run(
                ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
            ).stdout
            rsync = [programs.find_program("rsync"), "-a", "--from0", "--files-from=-"]
            subprocess.run([*rsync, f"{ROOT}/", f"{machine.root}/srv/code/"], input=tracked, check=True)
            outcome.typed += install(machine)
            look(machine, outcome)
            work(machine, outcome)
            outcome.typed += update(machine)
            look(machine, outcome)
            outcome.typed += mirror(machine, outcome)
            outcome.typed += restore(machine, outcome)
            look(machine, outcome)
            look_back(machine, outcome)
        except RuntimeError as error:  # what was seen before is told all the same
            outcome.broken.append(str(error))
        finally:
            machine.stop()
    outcome.seconds = perf_counter() - began
    return outcome


def main() -> int:
    outcome = play()
    print(outcome.report())
    return 1 if outcome.broken else 0


if __name__ == "__main__":
    sys.exit(main())
