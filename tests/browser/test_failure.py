"""A pane that fails says why, offers Retry, and disturbs nobody."""

from threading import Event

from playwright.sync_api import expect

from tests.browser.screen import Screen


def test_retry_after_a_failure(screen: Screen, complaints: list[str]) -> None:
    screen.ask("fail once, then answer").has_ended()
    problem = screen.answer(1).get_by_role("alert")
    expect(problem).to_be_visible()
    expect(screen.answer(0)).to_contain_text("alpha says")
    problem.get_by_role("button", name="Retry").click()
    expect(screen.answer(1)).to_contain_text("beta says")
    expect(screen.answer(1).locator(".siblings")).to_contain_text("2/2")


def test_an_answer_that_reached_max_tokens_can_go_on(screen: Screen) -> None:
    screen.ask("cut short").has_ended()
    expect(screen.pane(0).locator(".badge")).to_have_text("Done")
    expect(screen.answer(0).get_by_role("alert")).to_have_count(0)
    screen.press(0, "Go on")
    expect(screen.answers(0)).to_have_count(2)
    expect(screen.answer(0)).to_contain_text("alpha says: Go on from where you stopped.")
    expect(screen.answers(1)).to_have_count(1)
    expect(screen.answers(0).first.get_by_role("button", name="Go on")).to_be_hidden()


def test_a_refusal_keeps_the_text_and_says_why(screen: Screen, complaints: list[str]) -> None:
    screen.ask("count 400 held")
    screen.text.fill("too early")
    screen.page.keyboard.press("Enter")
    expect(screen.notices.get_by_role("alert")).to_be_visible()
    expect(screen.text).to_have_value("too early")
    notice, strip = screen.notices.bounding_box(), screen.pane(0).locator(".strip").bounding_box()
    assert notice and strip and notice["y"] >= strip["y"] + strip["height"]
    screen.notices.get_by_role("button", name="Close this message").click()
    expect(screen.notices.get_by_role("alert")).to_have_count(0)
    assert len(complaints) == 1 and "409" in complaints.pop()
    screen.page.locator("#stop-all").click()
    screen.has_ended()


def test_a_server_that_does_not_answer_loses_no_text(screen: Screen, complaints: list[str]) -> None:
    screen.page.route("**/send/", lambda route: route.abort())
    screen.text.fill("keep me")
    screen.page.keyboard.press("Enter")
    expect(screen.notices.get_by_role("alert")).to_contain_text("does not answer")
    expect(screen.text).to_have_value("keep me")
    complaints.clear()


def test_retry_asks_the_model_that_was_chosen_meanwhile(screen: Screen) -> None:
    screen.ask("fail once, then another").has_ended()
    screen.pane(1).locator(".model a").click()
    screen.page.locator("#dialog").get_by_role("button", name="Gamma").click()
    expect(screen.pane(1).locator(".model")).to_contain_text("Gamma")
    screen.press(1, "Retry")
    expect(screen.answer(1)).to_contain_text("gamma says")


def test_an_answer_without_a_word_says_so_and_wins_nothing(screen: Screen) -> None:
    screen.ask("say nothing").has_ended()
    expect(screen.answer(1)).to_contain_text("ended its answer without writing anything")
    expect(screen.answer(1).get_by_role("alert")).to_have_count(0)
    expect(screen.pane(1).locator(".best")).to_have_count(0)
    screen.press(1, "Answer again")
    expect(screen.answer(1).locator(".siblings")).to_contain_text("2/2")


def test_what_went_wrong_is_not_said_for_ever(screen: Screen, complaints: list[str], rest: Event) -> None:
    screen.ask("count 400 held")
    screen.text.fill("too early")
    screen.page.keyboard.press("Enter")
    expect(screen.notices.get_by_role("alert")).to_be_visible()
    screen.page.locator("#stop-all").click()
    expect(screen.notices.get_by_role("alert")).to_have_count(0)
    expect(screen.text).to_have_value("too early")
    complaints.clear()
