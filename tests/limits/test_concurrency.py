"""Many ask at once, in threads and in processes; not one more is let in than the limit says."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from playground.chat.models import Generation
from playground.chat.refusal import Refusal
from playground.chat.services import turns
from tests import factories

from .conftest import limit

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 6
ROOM = 4

pytestmark = pytest.mark.django_db(transaction=True)


def send(conversation) -> bool:
    try:
        turns.send(conversation, "Why?", "n")
    except Refusal:
        return False
    finally:
        connection.close()
    return True


@pytest.fixture
def conversations(model, lab):
    """One of each of several people, who are the members of a group; some have two."""
    people = [factories.user() for _ in range(PEOPLE)]
    lab.user_set.set(people)
    return [factories.conversation(person, model) for person in people for _ in range(2)]


@pytest.mark.parametrize("measure", ["per_minute", "at_once"])
@pytest.mark.parametrize("kind", ["together", "endpoint", "user"])
def test_threads(conversations, lab, model, kind, measure):
    subject = {"together": {"group": lab}, "endpoint": {"endpoint": model.endpoint}, "user": {}}[kind]
    if kind == "user":  # one person with many conversations
        owner = conversations[0].owner
        type(conversations[0]).objects.update(owner=owner)
        subject = {"user": owner}
    limit(kind=kind, **subject, **{measure: ROOM})
    with ThreadPoolExecutor(len(conversations)) as pool:
        assert sum(pool.map(send, conversations)) == ROOM
    assert Generation.objects.count() == ROOM


PROCESS = """
import json, sys
import django
django.setup()
from django.db import connection
from playground.chat.models import Conversation
from playground.chat.refusal import Refusal
from playground.chat.services import turns
conversations = list(Conversation.objects.filter(pk__in=json.loads(sys.argv[1])))
print("ready", flush=True)
sys.stdin.readline()
sent = 0
for conversation in conversations:
    try:
        turns.send(conversation, "Why?", "n")
        sent += 1
    except Refusal:
        pass
print(sent)
"""


def database_url() -> str:
    """The tests' own database, as another process names it."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


def process(conversation_ids: list[int], data: Path) -> subprocess.Popen[str]:
    ours = {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "playground.settings",
        "PLAYGROUND_DATA": str(data),
    }
    command = [sys.executable, "-c", PROCESS, json.dumps(conversation_ids)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | ours, stdin=pipe, stdout=pipe, text=True)


def test_processes(conversations, lab, tmp_path):
    limit(kind="together", group=lab, per_minute=ROOM)
    ids = [conversation.pk for conversation in conversations]
    connection.close()
    with ExitStack() as stack:
        running = [stack.enter_context(process(ids[start::2], tmp_path)) for start in (0, 1)]
        assert [each.stdout.readline() for each in running] == ["ready\n"] * 2
        sent = [each.communicate("go\n", timeout=60)[0] for each in running]
    assert sum(map(int, sent)) == ROOM
