"""Many threads of a worker share few pools of memory, where the C library is glibc."""

import platform
import subprocess
import sys

import pytest

COUNTED = """
import ctypes, sys, threading
from archive.serving.gunicorn_worker import share_memory_among_threads
if sys.argv[2] == "shared":
    share_memory_among_threads()
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
libc.malloc.argtypes, libc.free.argtypes = [ctypes.c_size_t], [ctypes.c_void_p]
libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]
together = threading.Barrier(24)
def work():
    together.wait()
    block = libc.malloc(100_000)
    together.wait()
    libc.free(block)
threads = [threading.Thread(target=work) for _ in range(24)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
told = libc.fopen(sys.argv[1].encode(), b"w")
libc.malloc_info(0, told)
libc.fclose(told)
"""


def pools(tmp_path, how):
    told = tmp_path / how
    subprocess.run([sys.executable, "-c", COUNTED, str(told), how], check=True, timeout=120)
    return told.read_text().count("<heap nr=")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="not run: the C library is not glibc")
def test_threads_share_two_pools_of_memory(tmp_path):
    assert pools(tmp_path, "shared") <= 2 < pools(tmp_path, "each its own")
