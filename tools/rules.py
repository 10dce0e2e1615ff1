"""Judge the platform's code by the rules of our own in tools/semgrep/, each of which finds its planted fault first.

No network: the rules are here, and the tool is told to ask nobody. With --planted only the planted faults are looked
for.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "tools" / "semgrep" / "house.yml"
SEMGREP = ROOT / ".venv-rules" / "bin" / "semgrep"
ROOMS = ["helpline", "chat", "cms", "selfhelp", "statistics", "templates"]


def plant(folder: Path) -> set[tuple[str, str]]:
    """Write the planted faults; what has to be found, as (rule, file)."""
    wanted = set()
    for rule in yaml.safe_load(RULES.read_text(encoding="utf-8"))["rules"]:
        for name, code in rule["metadata"]["planted"].items():
            path = folder / rule["id"] / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(code + "\n", encoding="utf-8")
            wanted.add((rule["id"], str(path.relative_to(folder))))
    return wanted


def judge(targets: list[str]) -> list[dict[str, Any]]:
    """What the rules find in these folders. Raises RuntimeError when the tool did not do its work."""
    command = [str(SEMGREP), "scan", "--metrics=off", "--disable-version-check", "--no-git-ignore", "--quiet", "--json",
               "--config", str(RULES), "--exclude", "vendor", "--exclude", "migrations", *targets]  # fmt: skip
    environment = {"PATH": f"{SEMGREP.parent}:/usr/local/bin:/usr/bin:/bin", "HOME": tempfile.gettempdir(),
                   "SEMGREP_ENABLE_VERSION_CHECK": "0", "SEMGREP_SEND_METRICS": "off"}  # fmt: skip
    outcome = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    try:
        told = json.loads(outcome.stdout)
    except ValueError:
        raise RuntimeError(f"semgrep did not judge:\n{outcome.stderr[-2000:]}") from None
    if [fault for fault in told["errors"] if fault["level"] == "error"] or outcome.returncode > 1:
        raise RuntimeError(f"semgrep did not judge all: {json.dumps(told['errors'])[:2000]}")
    found: list[dict[str, Any]] = told["results"]
    return found


def main(arguments: list[str]) -> int:
    """0: every planted fault was found, and nothing else."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve()
        wanted = plant(folder)
        results = judge([str(folder), *([] if "--planted" in arguments else ROOMS)])
    seen, faults = set(), []
    for result in results:
        rule, path = result["check_id"].rpartition(".")[2], Path(result["path"])
        if path.is_absolute() and path.is_relative_to(folder):
            seen.add((rule, str(path.relative_to(folder))))
        else:
            faults.append(f"{path}:{result['start']['line']}: {rule}: {result['extra']['message']}")
    for rule, name in sorted(wanted - seen):
        faults.append(f"{rule} did not find what was planted in {name}")
    print("\n".join(faults) or f"{len(wanted)} planted faults found, and nothing else")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
