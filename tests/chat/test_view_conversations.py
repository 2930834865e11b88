"""Conversations over HTTP."""

from django.urls import reverse
from django.utils import timezone

from playground.chat.models import Conversation, Status

from . import factories

HTMX = {"HX-Request": "true"}


def at(name, *args):
    return reverse(f"chat:{name}", args=args)


def test_the_first_page_is_the_draft(browser, alice, model):
    answered = browser.get("/", follow=True)
    draft = Conversation.objects.get(owner=alice)
    assert answered.redirect_chain == [(at("conversation", draft.uuid), 302)]
    assert answered.status_code == 200


def test_renaming_the_open_one_changes_the_title_too(browser, conversation):
    data = {"title": "Coffee", "current": str(conversation.uuid)}
    page = browser.post(at("rename", conversation.uuid), data, headers=HTMX).content.decode()
    assert 'id="sidebar"' in page
    assert 'id="title"' in page


def test_renaming_another_one_changes_the_list_alone(browser, alice, conversation):
    other = factories.conversation(alice)
    data = {"title": "Coffee", "current": str(conversation.uuid)}
    page = browser.post(at("rename", other.uuid), data, headers=HTMX).content.decode()
    assert "Coffee" in page
    assert 'id="title"' not in page


def test_an_empty_title_is_refused(browser, conversation):
    assert browser.post(at("rename", conversation.uuid), {"title": " "}, headers=HTMX).status_code == 422


def test_a_deleted_one_can_be_restored_from_the_notice(browser, alice, conversation):
    other = factories.conversation(alice, title="Milk")
    page = browser.post(at("delete", other.uuid), {"current": str(conversation.uuid)}, headers=HTMX).content.decode()
    assert at("restore", other.uuid) in page
    page = browser.post(at("restore", other.uuid), {"current": str(conversation.uuid)}, headers=HTMX).content.decode()
    assert "Milk" in page


def test_deleting_the_open_one_leads_to_a_page_that_offers_undo(browser, conversation):
    answered = browser.post(at("delete", conversation.uuid), {"current": str(conversation.uuid)}, headers=HTMX)
    page = browser.get(answered.headers["HX-Redirect"], follow=True).content.decode()
    assert at("restore", conversation.uuid) in page


def test_a_page_offers_to_undo_nobody_elses_deletion(browser, bob):
    deleted = factories.conversation(bob, deleted_at=timezone.now())
    page = browser.get("/", {"deleted": deleted.uuid}, follow=True).content.decode()
    assert at("restore", deleted.uuid) not in page


def test_without_javascript_deleting_and_restoring_lead_on(browser, conversation):
    assert browser.post(at("delete", conversation.uuid)).headers["Location"].startswith("/?deleted=")
    restored = browser.post(at("restore", conversation.uuid))
    assert restored.headers["Location"] == at("conversation", conversation.uuid)


def test_the_list_is_searched(browser, alice):
    factories.conversation(alice, title="Green tea")
    factories.conversation(alice, title="Coffee")
    page = browser.get(at("conversations"), {"q": "tea"}, headers=HTMX).content.decode()
    assert "Green tea" in page
    assert "Coffee" not in page


def test_the_list_is_also_a_page(browser):
    assert "<!doctype html>" in browser.get(at("conversations"), {"q": "tea"}).content.decode().lower()


def test_all_panes_continue_from_one_answer(browser, conversation, panes):
    first = factories.answer(panes[0], text="the chosen one")
    page = browser.post(at("continue", conversation.uuid), {"message": first.pk}, headers=HTMX).content.decode()
    assert page.count("the chosen one") == 2


def test_nothing_continues_from_no_message(browser, conversation):
    assert browser.post(at("continue", conversation.uuid), headers=HTMX).status_code == 404


def test_everything_is_stopped(browser, conversation, panes):
    generation = factories.answer(panes[0], status=Status.RUNNING).generation
    assert browser.post(at("stop-all", conversation.uuid), headers=HTMX).status_code == 204
    generation.refresh_from_db()
    assert generation.stop_requested
