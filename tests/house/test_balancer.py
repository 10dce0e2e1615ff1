"""The balancer passes on what it gets, shares connections over servers, and can take the network away."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.services.balancer import Balancer


class _Echo(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        while data := self.request.recv(1000):
            self.request.sendall(str(self.server.server_address[1]).encode() + b" " + data)


@contextmanager
def echo_server() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Echo) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def balanced(*ports: int) -> Iterator[Balancer]:
    balancer = Balancer(ports)
    balancer.start()
    try:
        yield balancer
    finally:
        balancer.stop()


def ask(connection: socket.socket) -> str:
    connection.sendall(b"hello")
    answer = connection.recv(1000).decode()
    if not answer:
        raise ConnectionResetError("closed without a word")
    return answer


def call(balancer: Balancer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", balancer.port), timeout=5)


def test_connections_are_shared_and_stay_where_they_are() -> None:
    with (
        echo_server() as one,
        echo_server() as two,
        balanced(one, two) as balancer,
        call(balancer) as first,
        call(balancer) as second,
    ):
        answers = [ask(first), ask(second)]
        assert set(answers) == {f"{one} hello", f"{two} hello"}
        assert [ask(first), ask(second)] == answers


def test_a_dead_server_is_passed_over() -> None:
    with echo_server() as alive:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            dead = probe.getsockname()[1]
        with balanced(dead, alive) as balancer:
            for _ in range(3):
                with call(balancer) as connection:
                    assert ask(connection) == f"{alive} hello"


def test_a_cut_drops_connections_and_lets_new_ones_in() -> None:
    with echo_server() as port, balanced(port) as balancer, call(balancer) as connection:
        ask(connection)
        assert balancer.cut() > 0
        with pytest.raises(ConnectionError):
            ask(connection)
        with call(balancer) as again:
            assert ask(again) == f"{port} hello"


def test_a_pause_refuses_new_connections_until_it_ends() -> None:
    with echo_server() as port, balanced(port) as balancer:
        balancer.pause()
        with call(balancer) as refused, pytest.raises(ConnectionError):
            ask(refused)
        balancer.pause(is_paused=False)
        with call(balancer) as connection:
            assert ask(connection) == f"{port} hello"
