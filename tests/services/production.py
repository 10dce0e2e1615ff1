"""The production shape: nginx with the files of deploy/, two processes, PostgreSQL, Redis, a mail server, a phone."""

import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Mapping, Sequence
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
from tests.services.systemd import answers

#: the mailbox of the post, as people write to it
POST_ADDRESS = "brieven@neutraal.example"


class Production(House):
    """`with Production(folder) as shape:` - everything up, demo content in; gone afterwards.

    It is a House: what a proof does with one (Inside, a client of tests/proof/wire.py, kept.everything_kept) it can do
    with this, and comes in through nginx.

    secure: with TLS, and the processes with the settings of a real production start: no demo, no loosened check, files
    collected and named by their digest. Without it the processes are those of a house under test, on plain HTTP.
    mail: with a mailbox for letters (`post_in`) and a server that takes answers (`post_out`).
    settings: what the processes are told beside all that.
    folder: short, because sockets lie in it, and one that another user may pass through (plugin.services_folder).
    """

    def __init__(
        self,
        folder: Path,
        *,
        processes: int = 2,
        secure: bool = False,
        mail: bool = True,
        settings: Mapping[str, str] | None = None,
    ) -> None:
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
        self._settings = dict(settings or {})
        self.phone_log = folder / "phone.log"
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
        return [path for path in (*logs, self.phone_log) if path.exists()]

    @property
    def inside(self) -> Inside:
        """A look inside (tests/journeys/inside.py), opened at the first question."""
        if self._inside is None:
            self._ask_in_plain()
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
            # the hotline that stands in for the real one has no certificate
            served |= {"HELPLINE_TEST": "", "DEMO": "", "PUBLIC_URL": self.url, "HOTLINE_URL": ""}
        return served | self._settings

    def start(self, *, serving: bool = True) -> None:
        self.whole.mkdir(parents=True, exist_ok=True)
        self.postgres.start()
        self.redis.start()
        if self.post_in is not None and self.post_out is not None:
            self.post_in.start()
            self.post_out.__enter__()
        super().start(serving=serving)

    def manage(self, *arguments: str) -> str:
        self._ask_in_plain()
        return super().manage(*arguments)

    def _ask_in_plain(self) -> None:
        """Who fills the house and looks inside has the settings of a test, which are refused beside https."""
        self.environment["PUBLIC_URL"] = self.url.replace("https://", "http://")

    def start_server(self, number: int = 0) -> None:
        if number == 0 and self.secure and not self.nginx.public.joinpath("static").exists():
            self.publish_files()
        if not self.secure:
            super().start_server(number)
            return
        # It leads whoever asks in plain to https, where there is only nginx: asked as the units ask, who go nowhere.
        port, log = str(self.ports[number]), self.log_path(number)
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--host", "127.0.0.1", "--port", port],
                cwd=ROOT, env=self.served_with(), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                preexec_fn=programs.end_with_parent(signal.SIGTERM),
            )  # fmt: skip
        self._servers[number] = process
        programs.wait_for(lambda: answers(self.ports[number]), process=process, log=log)

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

    def people_call(self, count: int, *, patience: float, talk: float) -> str:
        """So many people call Helpwanted in the simulator of the provider, all at once; what it told at the end.

        patience, talk: seconds that they wait or speak, on average. Raises RuntimeError when the house answered what no
        provider understands. Not in the secure shape: the simulated phone exists in a demo only.
        """
        words = ["--calls", str(count), "--rate", "20", "--patience", str(patience), "--talk", str(talk)]
        done = subprocess.run(
            [sys.executable, "manage.py", "phone_simulator", *words],
            cwd=ROOT, env=self.served_with(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        with self.phone_log.open("a") as log:
            log.write(done.stdout + done.stderr)
        if done.returncode != 0:
            raise RuntimeError(f"phone_simulator failed.\n{done.stdout}\n{done.stderr[-3000:]}")
        return done.stdout
