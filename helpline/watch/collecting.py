"""What stands in the database, as Prometheus reads it: asked in a thread, with a time limit, and kept for seconds.

An answer comes also while the database is away: then it holds what this process counts by itself, and
`helpline_reading_ok 0`.
"""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic

from django.db import close_old_connections, connection
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector as PrometheusCollector

from helpline import metrics
from helpline.watch.reading import QUICK, SLOW, Reader, Reading

logger = logging.getLogger(__name__)

#: seconds that an answer of the database is good for, quick and slow
FRESH_SECONDS = 4.0
SLOWLY_FRESH_SECONDS = 60.0
#: seconds that the database may take
LIMIT_SECONDS = 5.0


class Collector(PrometheusCollector):
    """The last readings; `refresh` reads anew when they are old."""

    def __init__(self, quick: Iterable[Reader] = QUICK, slow: Iterable[Reader] = SLOW) -> None:
        self._readers = ((tuple(quick), FRESH_SECONDS), (tuple(slow), SLOWLY_FRESH_SECONDS))
        self._kept: list[tuple[float, list[Reading]]] = [(-1e9, []), (-1e9, [])]
        self._thread = ThreadPoolExecutor(1, "measure")
        self._running: Future[None] | None = None
        self._ok = False

    async def refresh(self) -> None:
        """Read what is old. What takes too long is left out of this answer, and is there for the next."""
        if self._running is None or self._running.done():
            self._running = self._thread.submit(self._read_in_thread)
        try:
            await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._running)), LIMIT_SECONDS)
            self._ok = True
        except Exception as error:
            self._ok = False
            logger.warning("figures for monitoring could not be read: %s", type(error).__name__)

    def read(self) -> None:
        """Ask the database, in this thread. Raises what the database raises, and keeps nothing then."""
        now = timezone.now()
        for place, (readers, seconds) in enumerate(self._readers):
            if monotonic() - self._kept[place][0] >= seconds:
                self._kept[place] = (-1e9, [])
                found = [reading for reader in readers for reading in reader(now)]
                self._kept[place] = (monotonic(), found)

    def _read_in_thread(self) -> None:
        close_old_connections()
        try:
            self.read()
        except Exception:
            connection.close()
            raise

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The last readings, each label held to its list."""
        readings = [reading for _, kept in self._kept for reading in kept] if self._ok else []
        readings.append((metrics.reading_ok, (), float(self._ok)))
        for metric in metrics.SHARED:
            family = GaugeMetricFamily(
                metric.name, metric.says, labels=[label.name for label in metric.labels]
            )
            for of, told, number in readings:
                if of is metric:
                    values = [label.value(value) for label, value in zip(metric.labels, told, strict=True)]
                    family.add_metric(values, number)
            yield family
