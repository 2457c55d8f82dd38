import os
import subprocess
import sys

import pytest

from socialmap.bench.memory import megabytes
from socialmap.bench.servers import Server


def test_the_memory_of_a_process_is_told_in_megabytes():
    told = megabytes(os.getpid())
    if not told:
        pytest.skip("this system does not tell the memory of a process")
    assert 0 < told["pss_mb"] <= told["rss_mb"]


def test_a_process_that_has_ended_has_no_memory():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert megabytes(process.pid) == {}


def test_the_processes_of_a_server_are_found():
    process = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        assert Server((), (process,)).members() == [process.pid]
    finally:
        process.communicate(b"\n")
