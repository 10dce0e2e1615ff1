"""nginx with the very files of deploy/nginx, rendered for loopback: other ports, names and folders, nothing else."""

import datetime
import importlib.machinery
import importlib.util
import os
import pwd
import resource
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.services import programs
from tests.services.postgres import ROOT

HELPWANTED, STOPITNOW, STAFF = "localhost", "stopitnow.localhost", "staff.localhost"
DEPLOY = ROOT / "deploy"


def load_program(name: str) -> ModuleType:
    """A program of deploy/ as a module: they have no suffix."""
    loader = importlib.machinery.SourceFileLoader(f"deploy_{Path(name).name}", str(DEPLOY / name))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def load_render() -> ModuleType:
    """deploy/render as a module."""
    return load_program("render")


class Nginx:
    """One nginx in one folder.

    processes: the ports on loopback of the house's processes. tls: with a certificate made for the occasion, else
    plain HTTP by the same files. public: the folder with static/ and media/ that is handed out by nginx itself.
    port: of all three hosts, told apart by name. plain_port: what leads to the encrypted address.
    """

    def __init__(self, folder: Path, processes: Sequence[int], *, public: Path, tls: bool = False) -> None:
        self.folder = folder
        self.tls = tls
        self.public = public
        self.processes = [f"127.0.0.1:{port}" for port in processes]
        self.port, self.plain_port = _free_port(), _free_port()
        self.log = folder / "nginx.log"
        self._output = folder / "output.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def certificate(self) -> Path:
        """The certificate that all three hosts show; a client that trusts it trusts them."""
        return self.folder / "certificates" / HELPWANTED / "fullchain.pem"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def url(self, host: str) -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"

    def values(self) -> dict[str, str]:
        """What deploy/values.example holds, for loopback. The limits are those of the example."""
        render = load_render()
        values: dict[str, str] = render.read_values((DEPLOY / "values.example").read_text())
        return values | {
            "HELPWANTED_HOST": HELPWANTED,
            "STOPITNOW_HOST": STOPITNOW,
            "STAFF_HOST": STAFF,
            "CERTIFICATES": str(self.folder / "certificates"),
            "ACME_FOLDER": str(self.folder / "acme"),
            "HTTP_ADDRESSES": f"127.0.0.1:{self.plain_port}",
            "HTTPS_ADDRESSES": f"127.0.0.1:{self.port}",
            "PORT_SUFFIX": f":{self.port}",
            "PROCESSES": " ".join(self.processes),
            "PUBLIC_FOLDER": str(self.public),
            "AWAY_FOLDER": str(DEPLOY / "nginx"),
            "NGINX_USER": programs.servant() or pwd.getpwuid(os.geteuid()).pw_name,
            "NGINX_PID": str(self.folder / "nginx.pid"),
            "NGINX_LOG": str(self.log),
            "RUN_FOLDER": str(self.folder / "run"),
            "WORKER_FILES": str(resource.getrlimit(resource.RLIMIT_NOFILE)[1]),
            "TLS": "on" if self.tls else "off",
        }

    def write(self) -> Path:
        """Render the files; the main one."""
        for name in ("run", "acme"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        make_certificates(self.folder / "certificates", (HELPWANTED, STOPITNOW, STAFF))
        load_render().render("nginx", self.values(), self.folder / "conf")
        return self.folder / "conf" / "nginx.conf"

    def start(self) -> None:
        main = self.write()
        self.public.mkdir(parents=True, exist_ok=True)
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(
                [str(programs.find_program("nginx")), "-c", str(main), "-g", "daemon off;"],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/",
                preexec_fn=programs.end_with_parent(15),
            )  # fmt: skip
        programs.wait_for(self._answers, process=self._process, log=self._output)

    def reload(self) -> None:
        """Read the files anew, as `systemctl reload nginx` does: old workers stay until their sockets are gone."""
        assert self._process is not None
        self.write()
        self._process.send_signal(1)

    def stop(self) -> None:
        if self._process is not None:
            programs.end(self._process)
            self._process = None

    def logs(self) -> list[Path]:
        """Every file that it may have written to."""
        return [self.log, self._output]

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 2).close()
        except OSError:
            return False
        return True


def make_certificates(folder: Path, hosts: Sequence[str]) -> None:
    """One certificate for all these hosts, signed by itself, where nginx looks for that of each."""
    if (folder / hosts[0]).is_dir():
        return
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for host in hosts:
        (folder / host).mkdir(parents=True)
        (folder / host / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        private = folder / host / "privkey.pem"
        private.write_bytes(secret)
        private.chmod(0o600)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
