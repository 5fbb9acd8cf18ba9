"""Work in processes: the order of results, and processes that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from garble_fix.batch import pool
from garble_fix.batch.discovery import Found
from garble_fix.batch.glance import is_plain
from garble_fix.batch.task import Done, Line, Task
from garble_fix.files import StreamError
from garble_fix.report import FileReport, Outcome

TASK = Task("check")


def echo(found: Found, _: Task) -> Done:
    """Later files are done sooner."""
    time.sleep(0.002 if found.name.endswith("0") else 0)
    return Done(FileReport(f"{found.name} {os.getpid()}", Outcome.CLEAN))


def deadly(found: Found, task: Task) -> Done:
    if found.name in {"7", "40"}:
        os.kill(os.getpid(), signal.SIGKILL)
    return echo(found, task)


def voluble(found: Found, _: Task) -> Done:
    """Say more than a pipe takes at once."""
    return Done(FileReport(found.name, Outcome.CLEAN), (Line("failure", "x" * 2_000_000),))


def cut_off(found: Found, task: Task) -> Done:
    """Be killed in the midst of the answer, as the system does for want of memory."""
    if found.name == "70":
        Connection._send = half  # type: ignore[attr-defined]
    return voluble(found, task)


def half(pipe: Connection, data: bytes) -> None:
    """Say how long the answer is, send half of it, and be killed."""
    if len(data) < 1000:
        os.write(pipe.fileno(), data)
        return
    os.write(pipe.fileno(), data[: len(data) // 2])
    os.kill(os.getpid(), signal.SIGKILL)


def found(count: int) -> list[Found]:
    return [Found(str(number), str(number), 10) for number in range(count)]


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 17, 63, 64, 500])
def test_results_come_in_order(jobs: int, count: int) -> None:
    done = list(pool.run(found(count), TASK, echo, jobs=jobs))
    assert [each.report.path.split()[0] for each in done] == [str(number) for number in range(count)]
    processes = {each.report.path.split()[1] for each in done}
    assert (str(os.getpid()) in processes) == (count > 0 and (jobs == 1 or count < 64))


def test_few_large_files_are_worth_several_processes() -> None:
    large = [Found(str(number), str(number), 300_000) for number in range(4)]
    done = list(pool.run(large, TASK, echo, jobs=2))
    assert str(os.getpid()) not in {each.report.path.split()[1] for each in done}
    [alone] = pool.run(large[:1], TASK, echo, jobs=2)
    assert alone.report.path.split()[1] == str(os.getpid())


def test_what_is_no_longer_wanted_is_not_waited_for() -> None:
    """Processes that are ended while they send a result leave half of it in the pipe."""
    for _ in range(5):
        results = pool.run(found(256), TASK, voluble, jobs=2)
        assert next(results).report.path == "0"
        start = time.monotonic()
        results.close()  # type: ignore[attr-defined]
        assert time.monotonic() - start < 30


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_process_that_is_killed_costs_one_file() -> None:
    done = list(pool.run(found(100), TASK, deadly, jobs=2))
    assert [each.report.path.split()[0] for each in done] == [str(number) for number in range(100)]
    failed = [each for each in done if each.report.outcome is Outcome.FAILED]
    assert [each.report.path for each in failed] == ["7", "40"]
    assert all("was killed" in each.lines[0].text for each in failed)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_process_that_is_killed_while_it_answers_costs_one_file() -> None:
    done = list(pool.run(found(100), TASK, cut_off, jobs=2))
    assert [each.report.path for each in done] == [str(number) for number in range(100)]
    assert [each.report.path for each in done if each.report.outcome is Outcome.FAILED] == ["70"]


def refusing(found: Found, task: Task) -> Done:
    if found.name == "90":
        raise StreamError(found.name)
    return echo(found, task)


def test_what_the_work_raises_is_raised() -> None:
    running = pool.run(found(100), TASK, refusing, jobs=2)
    with pytest.raises(StreamError, match="90"):
        list(running)


def test_what_is_not_wanted_any_more_is_not_waited_for() -> None:
    running = pool.run(found(5000), TASK, echo, jobs=2)
    next(running)
    start = time.monotonic()
    running.close()
    assert time.monotonic() - start < 5


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_process_outlives_the_one_that_started_it(tmp_path: Path) -> None:
    program = (
        "import time\n"
        "from garble_fix.batch import pool\n"
        "from garble_fix.batch.discovery import Found\n"
        "from garble_fix.batch.task import Task\n"
        "def work(found, task):\n"
        "    import os\n"
        "    with open('started', 'a') as file:\n"
        "        print(os.getpid(), file=file, flush=True)\n"
        "    time.sleep(60)\n"
        "list(pool.run([Found(str(i), '', 1) for i in range(64)], Task('check'), work, jobs=2))\n"
    )
    (tmp_path / "program.py").write_text(program)
    process = subprocess.Popen([sys.executable, "program.py"], cwd=tmp_path)
    started = tmp_path / "started"
    wait_for(lambda: started.exists() and len(started.read_text().split()) == 2)
    process.kill()
    process.wait()
    wait_for(lambda: not any(alive(int(pid)) for pid in started.read_text().split()))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to pass")


@pytest.mark.parametrize("data", [b"", b"a\n", b"a\r\n\tb\f\x1a", bytes(range(0x20, 0x7F)), b"what??\n"])
def test_plain(data: bytes) -> None:
    assert is_plain(data)


@pytest.mark.parametrize("data", [b"\0", b"a\x1b$B", b"~{VP9z~}", b"\x7f", "é".encode(), b"\xff\xfea\0"])
def test_not_plain(data: bytes) -> None:
    assert not is_plain(data)
