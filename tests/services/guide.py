"""What docs/operate.md says to type, line by line."""

import re

from tests.services.postgres import ROOT

TEXT = (ROOT / "docs" / "operate.md").read_text()
#: of the example of /etc/helpline/env
SETTINGS = dict(re.findall(r"^ {7}([A-Z_]+)=(\S+)$", TEXT, re.MULTILINE))
#: programs that Debian has without asking, with the packages of the first step
PROGRAMS = {
    "adduser", "apt-get", "cd", "certbot", "cp", "curl", "done", "for", "git", "install", "ln", "mv", "nginx",
    "python3", "runuser", "sed", "swapoff", "sysctl", "systemctl", "systemd-tmpfiles", "echo", "ssh-keyscan",
    "ssh-keygen", "cat",
}  # fmt: skip


def part(title: str) -> str:
    """One part of the guide, without the parts behind it that are as large or larger."""
    level = title.split(" ")[0]
    return re.split(rf"^#{{2,{len(level)}}} ", TEXT.split(f"\n{title}\n")[1], flags=re.MULTILINE)[0]


def commands(text: str) -> list[str]:
    """What the guide says to type, line by line; settings are no commands."""
    lines = [found.strip() for found in re.findall(r"^ {4,}(\S.*)$", text, re.MULTILINE)]
    return [line for line in lines if line.split()[0] in PROGRAMS or line.startswith(("deploy/", "tools/"))]
