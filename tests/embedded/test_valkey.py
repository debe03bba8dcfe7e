"""The embedded Valkey: it starts again after any death, keeps what it wrote, and keeps strangers out."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis.asyncio
from redis.exceptions import ResponseError

from adapters.embedded.errors import FolderInUse, ServerWouldNotStart
from adapters.embedded.valkey import SWITCHED_OFF, EmbeddedValkey, attach
from tests.embedded.support import eventually, is_running, program


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedValkey]:
    valkey = EmbeddedValkey(tmp_path)
    yield valkey
    valkey.stop()


async def test_what_reached_the_disk_survives_the_death_of_the_server(server: EmbeddedValkey) -> None:
    async with redis.asyncio.from_url(server.start()) as client:
        for number in range(200):
            await client.set(f"entered:{number}", "yes")
        # more is not promised: while the last second's fsync lasts, newer writes wait in the server's memory
        assert await client.execute_command("WAITAOF", 1, 0, 0) == [1, 0]  # type: ignore[no-untyped-call] # as below
    victim = server.pid()
    assert victim
    os.kill(victim, signal.SIGKILL)

    async with redis.asyncio.from_url(server.start()) as client:
        assert await client.dbsize() == 200


async def test_a_stop_and_a_start_keep_everything(server: EmbeddedValkey) -> None:
    address = server.start()
    async with redis.asyncio.from_url(address) as client:
        await client.set("kept", "yes")
    server.stop()

    assert server.start() == address
    async with redis.asyncio.from_url(address) as client:
        assert await client.get("kept") == b"yes"


async def test_without_the_password_nothing_is_answered(server: EmbeddedValkey) -> None:
    socket_path = server.start().partition("@")[2].partition("?")[0]
    reader, writer = await asyncio.open_unix_connection(socket_path)

    writer.write(b"PING\r\nAUTH guessed\r\nGET anything\r\n")

    answers = [(await reader.readline()).split()[0] for _ in range(3)]
    assert answers == [b"-NOAUTH", b"-WRONGPASS", b"-NOAUTH"]
    writer.close()
    await writer.wait_closed()


async def test_dangerous_commands_are_switched_off(server: EmbeddedValkey) -> None:
    async with redis.asyncio.from_url(server.start()) as client:
        for command in SWITCHED_OFF:
            with pytest.raises(ResponseError, match="unknown command"):
                await client.execute_command(command)  # type: ignore[no-untyped-call] # redis-py leaves it untyped


async def test_it_refuses_rather_than_forgets_when_it_is_full(server: EmbeddedValkey) -> None:
    async with redis.asyncio.from_url(server.start()) as client:
        memory = await client.info("memory")
        persistence = await client.info("persistence")

    assert memory["maxmemory_policy"] == "noeviction"
    assert persistence["aof_enabled"] == 1


async def test_a_path_too_long_for_a_socket_gets_a_port(tmp_path: Path) -> None:
    valkey = EmbeddedValkey(tmp_path / ("deep 掌上办" * 10))
    try:
        address = valkey.start()

        assert address.startswith("redis://")
        async with redis.asyncio.from_url(address) as client:
            assert await client.ping()
    finally:
        valkey.stop()


async def test_a_short_path_with_any_name_will_do(tmp_path: Path) -> None:
    valkey = EmbeddedValkey(tmp_path / "a 办?%#")
    try:
        async with redis.asyncio.from_url(valkey.start()) as client:
            assert await client.ping()
    finally:
        valkey.stop()


def test_a_second_palm_in_the_same_folder_is_refused(server: EmbeddedValkey, tmp_path: Path) -> None:
    server.start()

    with pytest.raises(FolderInUse, match=f"pid {os.getpid()}"):
        EmbeddedValkey(tmp_path).start()


def test_when_palm_is_killed_its_valkey_goes(server: EmbeddedValkey, tmp_path: Path) -> None:
    source = """
import sys
from pathlib import Path
from adapters.embedded.valkey import EmbeddedValkey
valkey = EmbeddedValkey(Path(sys.argv[1]))
valkey.start()
print(valkey.pid(), flush=True)
sys.stdin.read()
"""
    with program(source, tmp_path) as other:
        assert other.stdout
        orphan = int(other.stdout.readline())
        other.kill()

    server.start()

    assert eventually(lambda: not is_running(orphan))


def test_a_program_that_is_no_valkey_says_so(tmp_path: Path) -> None:
    with pytest.raises(ServerWouldNotStart, match="Valkey would not start"):
        EmbeddedValkey(tmp_path, binary=Path("/bin/false")).start()


async def test_a_second_command_finds_the_running_server_and_no_other(
    server: EmbeddedValkey, tmp_path: Path
) -> None:
    assert attach(tmp_path) is None
    address = server.start()

    assert attach(tmp_path) == address

    server.stop()
    assert attach(tmp_path) is None
