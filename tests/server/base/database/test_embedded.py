"""The embedded server: start, share, leave, and survive whatever is killed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from guildmark.server.base.database import (
    ClusterDamaged,
    DatabaseAddress,
    EmbeddedDatabase,
    FolderUnusable,
    ServerWouldNotStart,
)
from guildmark.server.base.database.locks import FileLock, is_held
from guildmark.server.base.database.postmaster import is_server, read_pid_file
from tests.server.base.database.processes import (
    destroy,
    kill_now,
    ordinary_user,
    server_of,
    start_client,
    wait_for_client,
    wait_until,
)


def ask(address: DatabaseAddress, question: str, *, role: str = "owner") -> object:
    """Return the one value that a query gives."""
    with psycopg.connect(**address.connection_parameters(role), autocommit=True) as connection:  # type: ignore[arg-type]
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return row[0]


def tell(address: DatabaseAddress, statement: str, *, role: str = "owner") -> None:
    """Run a statement and commit."""
    with psycopg.connect(**address.connection_parameters(role), autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute(statement)  # type: ignore[arg-type]


def mode(path: Path) -> str:
    """Return a folder's mode, owner and group."""
    status = path.stat()
    return f"{stat.S_IMODE(status.st_mode):04o} {status.st_uid}:{status.st_gid}"


class TestRoles:
    """Who may do what in a new database."""

    def test_a_new_database_is_ready_for_both_roles(self, database: EmbeddedDatabase) -> None:
        """Named collation, two roles, the application's rights, and the vector extension."""
        with database as address:
            assert str(ask(address, "SHOW server_version")).startswith("18")
            assert ask(address, "SHOW server_encoding") == "UTF8"
            assert ask(address, "SHOW listen_addresses") == ""
            assert (
                ask(
                    address,
                    "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database "
                    "WHERE datname = current_database()",
                )
                == "b C.UTF-8"
            )
            assert ask(address, "SELECT extname FROM pg_extension WHERE extname = 'vector'")
            rights = (
                "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles "
                "WHERE rolname = current_user"
            )
            assert ask(address, rights, role="owner") is False
            assert ask(address, rights, role="application") is False
            tell(
                address, "DROP TABLE IF EXISTS lamp; CREATE TABLE lamp (colour text)", role="owner"
            )
            tell(address, "INSERT INTO lamp VALUES ('amber')", role="application")
            assert ask(address, "SELECT colour FROM lamp", role="application") == "amber"
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                tell(address, "CREATE TABLE mine ()", role="application")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                tell(address, "TRUNCATE lamp", role="application")

    def test_a_wrong_password_does_not_get_in(
        self, database: EmbeddedDatabase, data_folder: Path
    ) -> None:
        """Reaching the socket is not enough; the passwords lie in a file of mode 0600."""
        with database as address:
            parameters = address.connection_parameters("admin") | {"password": "guess"}
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                psycopg.connect(**parameters)
        assert mode(data_folder / "passwords.json").startswith("0600")

    def test_an_address_never_prints_its_passwords(self, database: EmbeddedDatabase) -> None:
        """What lands in a log or a traceback holds no password."""
        with database as address:
            assert address.owner.password not in repr(address)


class TestSharing:
    """One server for all processes of a data folder."""

    def test_the_last_to_leave_stops_the_server(
        self, database: EmbeddedDatabase, data_folder: Path
    ) -> None:
        """It runs while anybody uses it, and is gone when `stop` of the last returns."""
        client = wait_for_client(start_client(data_folder))
        address = database.start()
        assert address.host == client.host
        client.leave()
        assert ask(address, "SELECT 1") == 1
        database.stop()
        assert server_of(address.host) is None

    def test_processes_that_start_at_once_share_one_server(self, short_folder: Path) -> None:
        """Three processes on an empty folder: one cluster, one server, no error."""
        data_folder = short_folder / "data"
        processes = [start_client(data_folder) for _ in range(3)]
        clients = [wait_for_client(process) for process in processes]
        servers = {server_of(client.host) for client in clients}
        assert len({client.host for client in clients}) == 1
        assert len(servers) == 1
        assert None not in servers
        for client in clients:
            client.leave()
        assert server_of(clients[0].host) is None
        destroy(data_folder)

    def test_killed_clients_leave_no_server_behind(self, data_folder: Path) -> None:
        """After `kill -9` of every user the server stops by itself."""
        clients = [wait_for_client(start_client(data_folder)) for _ in range(2)]
        host = clients[0].host
        clients[0].kill()
        time.sleep(1.0)
        assert server_of(host) is not None  # one is left
        clients[1].kill()
        assert wait_until(lambda: server_of(host) is None)
        assert wait_until(lambda: not is_held(data_folder / "supervisor"))

    def test_a_server_is_joined_again_while_its_supervisor_is_about_to_stop_it(
        self, data_folder: Path
    ) -> None:
        """Leaving and coming back at once, many times, never loses the server."""
        for _ in range(3):
            client = wait_for_client(start_client(data_folder))
            client.kill()
        assert wait_until(lambda: server_of(client.host) is None)


class TestAccidents:
    """What was killed or left behind comes back whole."""

    def test_a_killed_server_is_started_again_with_its_data(
        self, database: EmbeddedDatabase
    ) -> None:
        """`kill -9` of PostgreSQL under its users: the same address answers again, whole."""
        address = database.start()
        tell(
            address,
            "DROP TABLE IF EXISTS lamp; "
            "CREATE TABLE lamp AS SELECT generate_series(1, 1000) AS number",
        )
        first = server_of(address.host)
        assert first is not None
        kill_now(first.pid)

        def answers() -> bool:
            try:
                return ask(address, "SELECT count(*) FROM lamp") == 1000
            except psycopg.OperationalError:
                return False

        assert wait_until(answers)
        second = server_of(address.host)
        assert second is not None
        assert second.pid != first.pid
        database.stop()

    def test_everything_killed_at_once_is_recovered_by_the_next_start(
        self, database: EmbeddedDatabase, data_folder: Path
    ) -> None:
        """Client, supervisor and server die together, as when a machine's memory is gone."""
        client = wait_for_client(start_client(data_folder))
        address = database.start()
        tell(address, "DROP TABLE IF EXISTS lamp; CREATE TABLE lamp AS SELECT 7 AS number")
        server = server_of(address.host)
        assert server is not None
        kill_now(supervisor_of(data_folder))
        kill_now(server.pid)
        client.kill()
        database._leave()
        with database as again:
            assert ask(again, "SELECT number FROM lamp") == 7

    def test_a_killed_supervisor_is_replaced(
        self, database: EmbeddedDatabase, data_folder: Path
    ) -> None:
        """The next to come or to leave sees that nobody watches, and sets a new one."""
        address = database.start()
        kill_now(supervisor_of(data_folder))
        client = wait_for_client(start_client(data_folder))
        assert client.host == address.host
        assert is_held(data_folder / "supervisor")
        client.leave()
        kill_now(supervisor_of(data_folder))
        database.stop()
        assert server_of(address.host) is None

    @pytest.mark.parametrize("whose", ["of nobody", "of another process", "half-written"])
    def test_a_stale_pid_file_does_not_matter(self, database: EmbeddedDatabase, whose: str) -> None:
        """A pid proves nothing: the number may be free, or belong to somebody by now."""
        with database as address:
            tell(address, "DROP TABLE IF EXISTS lamp; CREATE TABLE lamp AS SELECT 7 AS number")
        data = Path(address.host).parent / "data"
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
            pid = {"of nobody": 4_000_000, "of another process": other.pid}.get(whose)
            text = f"{pid}\n{data}\n1700000000\n5432\n{address.host}\n\n  1  2\nready   \n"
            (data / "postmaster.pid").write_text(text if pid else "12")
            with database as again:
                assert ask(again, "SELECT number FROM lamp") == 7
            assert other.poll() is None  # it was not taken for a server and stopped
            other.communicate(b"\n")

    def test_only_postgresql_on_this_folder_counts_as_the_server(
        self, database: EmbeddedDatabase, tmp_path: Path
    ) -> None:
        """Neither ourselves nor a server of another folder is taken for it."""
        with database as address:
            server = server_of(address.host)
            assert server is not None
            assert is_server(server.pid, data=server.data)
            assert not is_server(server.pid, data=tmp_path)
            assert not is_server(os.getpid(), data=server.data)
            assert not is_server(0, data=server.data)
            assert not is_server(4_000_000, data=server.data)

    def test_a_killed_initdb_is_begun_again(
        self, database: EmbeddedDatabase, data_folder: Path
    ) -> None:
        """What a first start left half-made is thrown away, not used."""
        with database as address:
            cluster = Path(address.host).parent
        (cluster / "data").rename(cluster / "data.new")
        (cluster / "provisioned").unlink()
        with database as again:
            assert ask(again, "SELECT 1", role="application") == 1
        assert not (cluster / "data.new").exists()


def supervisor_of(folder: Path) -> int:
    """Return the pid of the process that watches a folder."""
    wanted = f"guildmark.server.base.database.supervisor\0{folder.resolve()}\0".encode()
    shown = subprocess.run(
        ["ps", "-ww", "-e", "-o", "pid=,command="], capture_output=True, check=True
    ).stdout.decode()
    marker = wanted.decode().replace("\0", " ").strip()
    pids = [int(line.split()[0]) for line in shown.splitlines() if marker in line]
    assert len(pids) == 1, shown
    return pids[0]


class TestRefusals:
    """What cannot work says so, and leaves nothing running."""

    def test_a_damaged_cluster_gives_the_words_of_postgresql(
        self, database: EmbeddedDatabase, data_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The message holds what PostgreSQL said, and the supervisor gives up."""
        with database as address:
            data = Path(address.host).parent / "data"
        control = data / "global" / "pg_control"
        whole = control.read_bytes()
        control.write_bytes(b"damaged")
        with pytest.raises(ServerWouldNotStart, match=r"pg_control|control file"):
            database.start()
        assert not is_held(data_folder / "users")
        assert wait_until(lambda: not is_held(data_folder / "supervisor"))
        control.write_bytes(whole)

    def test_another_major_version_is_refused(
        self, database: EmbeddedDatabase, data_folder: Path
    ) -> None:
        """Data of PostgreSQL 17 is left alone, and the message says what to do."""
        with database as address:
            data = Path(address.host).parent / "data"
        (data / "PG_VERSION").write_text("17\n")
        with pytest.raises(ClusterDamaged, match="made by PostgreSQL 17"):
            database.start()
        (data / "PG_VERSION").write_text("18\n")

    def test_lost_passwords_are_named(self, database: EmbeddedDatabase, data_folder: Path) -> None:
        """Without its passwords a cluster does not open; they are not made anew."""
        database.start()
        database.stop()
        passwords = data_folder / "passwords.json"
        passwords.rename(data_folder / "kept.json")
        with pytest.raises(ClusterDamaged, match=r"passwords\.json is missing"):
            database.start()
        (data_folder / "kept.json").rename(passwords)

    def test_a_lost_cluster_is_not_made_anew_in_silence(
        self, database: EmbeddedDatabase, data_folder: Path
    ) -> None:
        """An empty database in place of a lost one would look like lost data."""
        with database as address:
            cluster = Path(address.host).parent
        cluster.rename(cluster.with_name("elsewhere"))
        with pytest.raises(ClusterDamaged, match="is gone"):
            database.start()
        cluster.with_name("elsewhere").rename(cluster)

    def test_a_file_in_the_place_of_the_folder_is_named(self, short_folder: Path) -> None:
        """The message names the path and what to do."""
        (short_folder / "file").write_text("")
        with pytest.raises(FolderUnusable, match=r"is not a folder|cannot be made"):
            EmbeddedDatabase(short_folder / "file").start()
        with pytest.raises(FolderUnusable, match="cannot be made"):
            EmbeddedDatabase(short_folder / "file" / "below").start()


class TestFolders:
    """Wherever the data lies, and whoever we are."""

    @pytest.mark.parametrize("name", ["with space mit-Ümlaut-デー q\"uote'", "long/" + "x" * 120])
    def test_any_path_will_do(self, short_folder: Path, name: str) -> None:
        """Spaces, other scripts, quotes, and paths too long for a socket."""
        folder = short_folder / name
        with EmbeddedDatabase(folder, durable=False) as address:
            assert ask(address, "SELECT 1", role="application") == 1
            assert len(os.fsencode(address.host)) <= 90
            assert mode(Path(address.host)).startswith("0700")
        destroy(folder)

    def test_a_relative_path_stays_true(
        self, short_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The folder is the one that was meant at the start, wherever we go then."""
        monkeypatch.chdir(short_folder)
        with EmbeddedDatabase("var", durable=False) as address:
            monkeypatch.chdir("/")
            assert ask(address, "SELECT 1") == 1
        assert (short_folder / "var" / "passwords.json").exists()
        destroy(short_folder / "var")

    def test_no_other_folder_is_touched(self, short_folder: Path) -> None:
        """Mode and owner of every folder that was there stay as they were."""
        there = short_folder / "theirs"
        there.mkdir(mode=0o755)
        before = {path: mode(path) for path in [there, *there.parents]}
        folder = there / "new" / "data"
        with EmbeddedDatabase(folder, durable=False):
            pass
        assert {path: mode(path) for path in before} == before
        destroy(folder)

    def test_root_runs_the_server_as_somebody_else(
        self, database: EmbeddedDatabase, data_folder: Path
    ) -> None:
        """PostgreSQL's process and files belong to an unprivileged user, the rest to us."""
        if os.geteuid() != 0:
            pytest.skip("only root runs the server as somebody else")
        with database as address:
            server = server_of(address.host)
            assert server is not None
            assert Path(f"/proc/{server.pid}").stat().st_uid != 0
            assert Path(address.host).stat().st_uid != 0
        assert (data_folder / "passwords.json").stat().st_uid == 0

    def test_root_may_keep_data_where_the_server_cannot_go(self, short_folder: Path) -> None:
        """Under /root, say: the tables then lie in a folder of their own, found again."""
        if os.geteuid() != 0:
            pytest.skip("an ordinary user's server goes where the user goes")
        closed = short_folder / "home"
        closed.mkdir(mode=0o700)
        folder = closed / ".local" / "share" / "guildmark"
        with EmbeddedDatabase(folder, durable=False) as address:
            tell(address, "DROP TABLE IF EXISTS lamp; CREATE TABLE lamp AS SELECT 7 AS number")
            assert closed not in Path(address.host).parents
        with EmbeddedDatabase(folder, durable=False) as again:
            assert ask(again, "SELECT number FROM lamp") == 7
        assert mode(closed).startswith("0700")
        destroy(folder)

    def test_an_ordinary_user_keeps_data_under_the_home_folder(self, short_folder: Path) -> None:
        """Nothing given: ~/.local/share/guildmark, whose server belongs to that user."""
        user = ordinary_user()
        home = short_folder / "home of nobody"
        home.mkdir(mode=0o755)
        import shutil

        shutil.chown(home, user)
        before = {path: mode(path) for path in [home, *home.parents]}
        client = wait_for_client(start_client("", user=user, home=home))
        folder = home / ".local" / "share" / "guildmark"
        server = read_pid_file(folder / "postgresql" / "data")
        assert server is not None
        assert Path(f"/proc/{server.pid}").stat().st_uid == home.stat().st_uid
        assert {path: mode(path) for path in before} == before
        assert mode(folder).startswith("0700")
        client.kill()
        assert wait_until(lambda: not server.is_running())


def test_a_lock_is_dropped_when_its_holder_is_killed(short_folder: Path) -> None:
    """The kernel gives a dead process's lock back; nobody has to clear up."""
    script = (
        "import sys; from pathlib import Path; "
        "from guildmark.server.base.database.locks import FileLock; "
        "lock = FileLock(Path(sys.argv[1])); assert lock.try_shared(); "
        "print('held', flush=True); sys.stdin.read()"
    )
    path = short_folder / "lock"
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    mine = FileLock(path)
    assert not mine.try_exclusive()
    assert mine.try_shared()
    mine.release()
    process.kill()
    process.communicate()
    assert mine.try_exclusive()
    mine.close()
