"""The audit speaks the reader's language, whatever the writer's was."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import override

from playground.accounts.models import Invitation
from playground.audit import recording
from playground.audit.changes import HIDDEN
from playground.audit.models import Action, Entry
from playground.audit.wording import summary
from playground.limits.models import Kind, Limit


def told(kind: str, changes: dict[str, list], name: str = "Lab") -> Entry:
    return recording.record(Action.CHANGED, kind, 1, name, changes, by=None)


@pytest.mark.parametrize(
    ("kind", "changes", "text"),
    [
        ("catalog.languagemodel", {"price_sources": [None, "x"]}, "价格来源：– → x"),
        ("catalog.languagemodel", {"discovered_at": [None, "x"]}, "发现时间：– → x"),
        (
            "catalog.languagemodel",
            {"discovered_at": [None, "2026-11-21 16:12:54.844+00:00"]},
            "发现时间：– → 2026年11月22日 00:12",
        ),
        ("catalog.endpoint", {"restricted": [False, True]}, "仅限指定的组：否 → 是"),
        ("catalog.endpoint", {"secret header X-Gate": [HIDDEN, HIDDEN]}, "保密请求头 X-Gate：已更改，不显示"),
        ("accounts.user", {"invited by": [None, "root"]}, "邀请人：– → root"),
        ("limits.limit", {"kind": ["", "endpoint"]}, "适用于：– → 某个接入点，不论谁使用"),
    ],
)
def test_fields_and_choices(db, kind: str, changes: dict[str, list], text: str) -> None:
    with override("zh-hans"), timezone.override("Asia/Shanghai"):
        assert summary(told(kind, changes)) == text


def test_the_master_key(db) -> None:
    with override("zh-hans"):
        assert told("master key", {}, "master.key").what == "主密钥"


def of_limit(kind: Kind, group: Group | None = None) -> Entry:
    limit = Limit.objects.create(kind=kind, group=group)
    with override("zh-hans"):
        recording.added(limit, None)
    return Entry.objects.get()


def test_names_that_parley_gives(db) -> None:
    entry = of_limit(Kind.EVERYBODY)
    assert (entry.name, entry.which) == ("everybody", "everybody")
    with override("zh-hans"):
        assert entry.which == "所有人"


def test_names_with_a_group_in_them(db) -> None:
    entry = of_limit(Kind.EACH, Group.objects.create(name="Lab"))
    assert entry.which == "every member of Lab"
    with override("zh-hans"):
        assert entry.which == "Lab 的每个成员"


def test_an_invitation_without_a_name(db) -> None:
    with override("zh-hans"):
        recording.added(Invitation(pk=1), None, {})
        assert Entry.objects.get().which == "某人"


def test_what_people_named_stays(db) -> None:
    with override("zh-hans"):
        assert told("catalog.endpoint", {}, "everybody").which == "everybody"
