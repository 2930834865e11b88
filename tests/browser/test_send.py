"""One question, every pane answers."""

from playwright.sync_api import expect

from tests.browser.screen import Screen


def test_both_panes_answer_in_their_own_words(screen: Screen) -> None:
    screen.ask("hello there").has_ended()
    expect(screen.answer(0)).to_contain_text("alpha says: hello there")
    expect(screen.answer(1)).to_contain_text("beta says: hello there")


def test_the_composer_is_empty_and_focused_after_sending(screen: Screen) -> None:
    screen.ask("hello")
    expect(screen.text).to_have_value("")
    expect(screen.text).to_be_focused()


def test_the_first_question_gives_the_title_and_ends_the_examples(screen: Screen) -> None:
    screen.ask("What is tea?").has_ended()
    expect(screen.page.locator("#title")).to_have_text("What is tea?")
    expect(screen.page).to_have_title("What is tea? · Parley")
    expect(screen.page.locator("#conversations a[aria-current]")).to_have_text("What is tea?")
    expect(screen.page.locator("#examples")).to_have_count(0)


def test_an_example_is_asked_by_one_press(screen: Screen) -> None:
    example = screen.page.locator(".example").first
    question = example.inner_text()
    example.click()
    expect(screen.pane(0).locator(".bubble")).to_have_text(question)
    screen.has_ended()


def test_an_example_leaves_half_a_question_alone(screen: Screen) -> None:
    screen.text.fill("half a question")
    screen.page.locator(".example").first.click()
    expect(screen.page.locator("#examples")).to_have_count(0)
    screen.has_ended()
    expect(screen.text).to_have_value("half a question")
    expect(screen.text).to_be_focused()
    screen.page.reload()
    expect(screen.text).to_have_value("half a question")


def test_each_pane_goes_on_in_its_own_history(screen: Screen) -> None:
    screen.ask("first").has_ended().ask("second").has_ended()
    expect(screen.answers(0)).to_have_count(2)
    expect(screen.answer(1)).to_contain_text("beta says: second")


def test_markdown_is_rendered_and_code_can_be_copied(screen: Screen) -> None:
    screen.ask("show markdown").has_ended()
    answer = screen.answer(0)
    expect(answer.locator("h2")).to_have_text("A small implementation")
    expect(answer.locator("table")).to_be_visible()
    expect(answer.get_by_role("button", name="Copy code")).to_be_visible()


def test_the_strip_is_filled(screen: Screen) -> None:
    screen.ask("count 10 0.01").has_ended()
    strip = screen.pane(0).locator(".metrics")
    expect(strip.locator("dt")).to_have_text(
        ["First token", "Tokens/s", "Tokens in", "Tokens out", "Total time", "Cost"]
    )
    expect(strip.locator("dd").nth(3)).to_contain_text("9")


def test_the_best_of_a_row_is_marked(screen: Screen) -> None:
    screen.ask("Who is late?").has_ended()
    for label in ("First token", "Total time"):
        of_panes = screen.page.locator(".metrics > div").filter(has_text=label)
        expect(of_panes.nth(0)).to_have_class("best")
        expect(of_panes.nth(1)).not_to_have_class("best")


def test_reasoning_is_folded_away_at_the_end(screen: Screen) -> None:
    screen.ask("think first").has_ended()
    expect(screen.answer(0).locator(".think")).not_to_have_attribute("open", "")
    expect(screen.answer(0).locator(".md").last).to_have_text("Thought about it.")
