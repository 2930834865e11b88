"""The audit is read, searched, filtered and exported; it cannot be written."""

import asyncio

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.audit import export, recording
from playground.audit.models import Action, Entry
from playground.audit.spreadsheet import lines

URL = "/admin/audit/entry/"


@pytest.fixture
def panel(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def written(name: str, note: str = "", kind: str = "catalog.endpoint", by: User | None = None) -> Entry:
    return recording.record(Action.CHANGED, kind, 7, name, {"note": ["", note]}, by=by)


@pytest.mark.parametrize("query", ["note-a", "LabA", "alice", "笔记"])
def test_a_search_looks_at_names_people_and_changes(panel: Client, alice: User, query: str) -> None:
    written("LabA", "note-a 笔记", by=alice)
    written("LabB", "note-b")
    page = panel.get(URL, {"q": query}).content.decode()
    assert "LabA" in page
    assert "LabB" not in page


@pytest.mark.parametrize("chosen", [{"kind": "auth.group"}, {"by_name": "alice"}, {"action": "changed"}])
def test_it_is_filtered(panel: Client, alice: User, chosen: dict[str, str]) -> None:
    written("Shown", kind="auth.group", by=alice)
    recording.record(Action.ADDED, "catalog.endpoint", 7, "Left out", {}, by=None)
    page = panel.get(URL, chosen).content.decode()
    assert "Shown" in page
    assert "Left out" not in page


def test_it_costs_the_same_few_queries_however_long(panel: Client, django_assert_num_queries) -> None:
    for number in range(60):
        written(f"Lab {number}")
    panel.get(URL)
    with django_assert_num_queries(9):
        assert panel.get(URL).status_code == 200


def test_an_entry_shows_what_changed(panel: Client) -> None:
    entry = written("Lab", "ours <b>")
    page = panel.get(f"{URL}{entry.pk}/change/").content.decode()
    assert "Note: – → ours &lt;b&gt;" in page
    assert 'name="_save"' not in page


@pytest.mark.parametrize("page", ["add/", "{pk}/delete/"])
def test_nothing_can_be_added_or_deleted(panel: Client, page: str) -> None:
    entry = written("Lab")
    assert panel.post(f"{URL}{page.format(pk=entry.pk)}", {"post": "yes"}).status_code == 403
    assert Entry.objects.count() == 1


def test_a_post_changes_nothing(panel: Client) -> None:
    entry = written("Lab")
    assert panel.post(f"{URL}{entry.pk}/change/", {"name": "Other"}).status_code == 403
    assert Entry.objects.get().name == "Lab"


@pytest.mark.parametrize("path", [URL, f"{URL}export/"])
def test_others_stay_outside(client: Client, bob: User, path: str) -> None:
    client.force_login(bob)
    assert client.get(path, follow=True).status_code == 403


async def joined(parts) -> str:
    return b"".join([part async for part in parts]).decode()


@pytest.mark.django_db(transaction=True)
def test_it_is_exported_as_shown(panel: Client) -> None:
    for name in ("LabA", "LabB", "=LabA"):
        written(name)
    text = asyncio.run(joined(panel.get(f"{URL}export/", {"q": "LabA"}).streaming_content))
    assert [line.split(",")[5] for line in text.splitlines()[1:]] == ["'=LabA", "LabA"]


@pytest.mark.django_db(transaction=True)
def test_it_is_exported_in_the_reader_s_language(panel: Client) -> None:
    response = panel.get(f"{URL}export/", headers={"Accept-Language": "zh-hans"})
    assert "何人" in asyncio.run(joined(response.streaming_content)).splitlines()[0]


@pytest.mark.django_db(transaction=True)
def test_a_long_export_has_every_entry_once(panel: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "BATCH", 3)
    for number in range(7):
        written(f"Lab{number}")
    text = asyncio.run(joined(panel.get(f"{URL}export/").streaming_content))
    assert [line.split(",")[5] for line in text.splitlines()[1:]] == [f"Lab{number}" for number in range(6, -1, -1)]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_is_never_a_formula(start: str) -> None:
    assert lines([[f"{start}1+1"]]).lstrip('"').startswith("'" + start)


def test_a_number_stays_a_number() -> None:
    assert lines([[-1.5, None]]) == "-1.5,\r\n"
