"""The file that survives a kill of the process."""

import os

from playground.live.events import TEXT, Event
from playground.live.journal import Journal, read
from playground.live.memory import MemoryLog


def line(seq, text="x"):
    return Event(seq, TEXT, 0, text).encode()


async def test_another_process_reads_what_was_appended(tmp_path):
    await MemoryLog(tmp_path).append(7, 1, [line(1, "你好\n"), line(2)])
    assert await MemoryLog(tmp_path).read(7) == [line(1, "你好\n"), line(2)]


def test_reading_stops_at_a_torn_line(tmp_path):
    path = tmp_path / "1.jsonl"
    path.write_bytes(line(1) + b"\n" + line(2)[:5])
    assert read(path) == [line(1)]


def test_reading_stops_at_a_gap(tmp_path):
    path = tmp_path / "1.jsonl"
    path.write_bytes(line(1) + b"\n" + line(3) + b"\n")
    assert read(path) == [line(1)]


def test_a_file_nobody_wrote_is_empty(tmp_path):
    assert read(tmp_path / "none.jsonl") == []


def test_a_full_disk_leaves_a_clean_prefix_and_does_not_raise(tmp_path, monkeypatch, caplog):
    journal = Journal(tmp_path / "1.jsonl")
    journal.write([line(1)])
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:4]))
    journal.write([line(2)])
    monkeypatch.undo()
    journal.write([line(3)])
    assert read(tmp_path / "1.jsonl") == [line(1)]
    assert "goes on in memory" in caplog.text


def test_only_the_owner_may_read_it(tmp_path):
    journal = Journal(tmp_path / "1.jsonl")
    journal.write([line(1)])
    assert (tmp_path / "1.jsonl").stat().st_mode & 0o777 == 0o600


async def test_it_is_gone_when_the_answer_is_saved(tmp_path):
    log = MemoryLog(tmp_path)
    await log.append(1, 1, [line(1)])
    await log.forget(1)
    assert list(tmp_path.iterdir()) == []
