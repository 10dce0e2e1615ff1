"""The production shape: nginx with the files of deploy/, two processes, PostgreSQL, Redis, a mail server, a phone."""

import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import psycopg

from tests.journeys.inside import Inside
from tests.services import programs
from tests.services.dovecot import Dovecot
from tests.services.house import House
from tests.services.mailbox import Mailbox
from tests.services.nginx import DEPLOY, HELPWANTED, STAFF, STOPITNOW, Nginx
from tests.services.postgres import ROOT, Postgres
from tests.services.redis import Redis

#: the mailbox of the post, as people write to it
POST_ADDRESS = "brieven@neutraal.example"


class Production(House):
    """`with Production(folder) as shape:` - everything up, demo content in; gone afterwards.

    It is a House: what a proof does with one (Inside, a client of tests/proof/wire.py, kept.everything_kept) it can do
    with this, and comes in through nginx.

    secure: with TLS, and the processes with the settings of a real production start: no demo, no loosened check, files
    collected and named by their digest. Without it the processes are those of a house under test, on plain HTTP: only
    these can have a simulated phone.
    mail: with a mailbox for letters (`post_in`) and a server that takes answers (`post_out`).
    phone: with the simulator of the provider.
    folder: short, because sockets lie in it, and one that another user may pass through (plugin.services_folder).
    """

    def __init__(
        self,
        folder: Path,
        *,
        processes: int = 2,
        secure: bool = False,
        mail: bool = True,
        phone: bool = False,
    ) -> None:
        if secure and phone:
            raise ValueError("The simulated phone exists in a demo only, and a demo is refused beside https.")
        self.postgres = Postgres(folder / "pg", durable=True, config=DEPLOY / "postgresql" / "helpline.conf")
        self.redis = Redis(folder / "redis", config=DEPLOY / "redis" / "helpline.conf")
        super().__init__(
            folder / "h", engine="postgres", processes=processes, servers=(self.postgres, self.redis)
        )
        self.whole = folder
        self.secure = secure
        self.nginx = Nginx(folder / "nginx", self.ports, public=folder / "public", tls=secure)
        self.post_in = Dovecot(folder / "imap") if mail else None
        self.post_out = Mailbox() if mail else None
        self.is_with_phone = phone
        self.phone_log = folder / "phone.log"
        self._phone: subprocess.Popen[bytes] | None = None
        self._inside: Inside | None = None

    # ---- what a proof asks ----

    @property
    def url(self) -> str:
        """PUBLIC_URL: the visitors' host of Helpwanted, through nginx."""
        return self.nginx.url(HELPWANTED)

    @property
    def public(self) -> str:
        return self.url

    @property
    def second(self) -> str:
        """The visitors' host of Stop it Now."""
        return self.nginx.url(STOPITNOW)

    @property
    def staff(self) -> str:
        """The staff's host."""
        return self.nginx.url(STAFF)

    @property
    def data(self) -> Path:
        """HELPLINE_DATA of the processes."""
        return self.folder / "data"

    @property
    def database_url(self) -> str:
        return self.environment["DATABASE_URL"]

    @property
    def redis_url(self) -> str:
        return self.environment["REDIS_URL"]

    @property
    def processes(self) -> Sequence[int]:
        """The ids of the house's processes that run."""
        return [process.pid for process in self._servers if process is not None]

    @property
    def log_files(self) -> list[Path]:
        """Every log that any of the servers may have written."""
        logs = [self.log_path(number) for number in range(len(self.ports))]
        logs += [*self.nginx.logs(), self.postgres.folder / "postgres.log", self.redis.folder / "redis.log"]
        if self.post_in is not None:
            logs += sorted(self.post_in.folder.glob("*.log"))
        if self.is_with_phone:
            logs.append(self.phone_log)
        return [path for path in logs if path.exists()]

    @property
    def inside(self) -> Inside:
        """A look inside (tests/journeys/inside.py), opened at the first question."""
        if self._inside is None:
            self._inside = Inside(self)
        return self._inside

    def trusted(self) -> ssl.SSLContext:
        """For a client of the secure shape: trusts the certificate of this nginx."""
        return ssl.create_default_context(cafile=str(self.nginx.certificate))

    # ---- the house's own ----

    def entrance(self, number: int) -> int:
        return self.nginx.port

    def open_door(self) -> None:
        self.nginx.start()

    def close_door(self) -> None:
        self.nginx.stop()

    def served_with(self) -> dict[str, str]:
        """The environment of the processes; `environment` is the demo's, with which the house is filled and asked."""
        served = self.environment | {"ALLOWED_HOSTS": f"{HELPWANTED},{STOPITNOW},{STAFF},127.0.0.1"}
        if self.post_in is not None and self.post_out is not None:
            served |= {
                "POST_IN": f"helpwanted={self.post_in.url}",
                "POST_OUT": f"helpwanted={self.post_out.url}",
                "POST_ADDRESS": f"helpwanted={POST_ADDRESS}",
            }
        if self.secure:
            served |= {"HELPLINE_TEST": "", "DEMO": "", "PUBLIC_URL": self.url}
        return served

    def start(self) -> None:
        self.whole.mkdir(parents=True, exist_ok=True)
        self.postgres.start()
        self.redis.start()
        if self.post_in is not None and self.post_out is not None:
            self.post_in.start()
            self.post_out.__enter__()
        super().start()
        if self.is_with_phone:
            self._start_phone()

    def start_server(self, number: int = 0) -> None:
        if number == 0 and self.secure and not self.nginx.public.joinpath("static").exists():
            self.publish_files()
        super().start_server(number)

    def publish_files(self) -> None:
        """Collect the static files and put them where nginx hands them out, as deploy/bin/update does."""
        outcome = subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"],
            cwd=ROOT, env=self.served_with(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if outcome.returncode != 0:
            raise RuntimeError(f"The files were not collected.\n{outcome.stderr[-3000:]}")
        shutil.copytree(self.data / "static", self.nginx.public / "static", dirs_exist_ok=True)

    def stop(self) -> None:
        if self._inside is not None:
            self._inside.close()
            self._inside = None
        if self._phone is not None:
            programs.end(self._phone)
            self._phone = None
        super().stop()
        if self.post_in is not None and self.post_out is not None:
            self.post_out.__exit__(None, None, None)
            self.post_in.stop()
        self.redis.stop()
        self.postgres.stop()

    def __enter__(self) -> "Production":
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.whole, ignore_errors=True)

    def give_hosts_to_programmes(self) -> None:
        """A site for the second host whose root is that programme's home page, as an administrator makes it."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            connection.execute(
                "INSERT INTO wagtailcore_site (hostname, port, site_name, is_default_site, root_page_id) "
                "SELECT %s, %s, 'Stop it Now', false, page_ptr_id FROM cms_homepage h "
                "JOIN programmes_programme p ON p.id = h.programme_id JOIN wagtailcore_page w ON w.id = h.page_ptr_id "
                "JOIN wagtailcore_locale l ON l.id = w.locale_id WHERE p.slug = 'stopitnow' AND l.language_code = 'nl'",
                [STOPITNOW, self.nginx.port],
            )

    def _start_phone(self) -> None:
        with self.phone_log.open("ab") as output:
            self._phone = subprocess.Popen(
                [sys.executable, "manage.py", "phone_simulator"],
                cwd=ROOT, env=self.served_with(), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                preexec_fn=programs.end_with_parent(15),
            )  # fmt: skip
        port = int(self.environment["PHONE_SIMULATOR_PORT"])
        programs.wait_for(lambda: is_open(port), process=self._phone, log=self.phone_log)


def is_open(port: int) -> bool:
    """True once somebody listens on this port of loopback."""
    try:
        socket.create_connection(("127.0.0.1", port), 2).close()
    except OSError:
        return False
    return True
