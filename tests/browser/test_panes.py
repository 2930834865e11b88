"""Columns come and go; each has its own model and settings."""

from threading import Event

from playwright.sync_api import expect

from tests.browser.screen import Screen


def test_an_empty_pane_is_added_and_removed(screen: Screen) -> None:
    screen.page.get_by_role("button", name="Add a pane").click()
    expect(screen.panes).to_have_count(3)
    screen.choose(2, "Remove")
    expect(screen.panes).to_have_count(2)


def test_a_removed_pane_comes_back_with_its_history(screen: Screen) -> None:
    screen.ask("hello").has_ended()
    screen.choose(0, "Remove")
    expect(screen.panes).to_have_count(1)
    screen.notices.get_by_role("button", name="Undo").click()
    expect(screen.panes).to_have_count(2)
    expect(screen.answer(0)).to_contain_text("alpha says: hello")
    expect(screen.notices.locator(".notice")).to_have_count(0)


def test_a_duplicate_has_the_same_history(screen: Screen) -> None:
    screen.ask("hello").has_ended()
    screen.choose(0, "Duplicate")
    expect(screen.panes).to_have_count(3)
    expect(screen.answer(2)).to_contain_text("alpha says: hello")


def test_there_are_at_most_eight_and_at_least_one(screen: Screen) -> None:
    add = screen.page.get_by_role("button", name="Add a pane")
    for count in range(3, 9):
        add.click()
        expect(screen.panes).to_have_count(count)
    expect(add).to_be_hidden()
    expect(screen.page.get_by_text("8 panes is the most")).to_be_visible()
    for count in range(7, 0, -1):
        screen.choose(0, "Remove")
        expect(screen.panes).to_have_count(count)
    screen.pane(0).get_by_role("button", name="Menu of pane").click()
    expect(screen.pane(0).locator(".menu")).not_to_contain_text("Remove")


def test_the_picker_finds_a_model_by_keyboard_alone(screen: Screen) -> None:
    screen.pane(0).locator(".model a").click()
    search = screen.page.get_by_role("searchbox", name="Search models")
    expect(search).to_be_focused()
    search.fill("gam")
    expect(screen.page.locator("#models button")).to_have_text(["Gamma"])
    screen.page.keyboard.press("ArrowDown")
    expect(screen.page.locator("#models button")).to_be_focused()
    screen.page.keyboard.press("Enter")
    expect(screen.pane(0).locator(".model")).to_contain_text("Gamma")
    expect(screen.page.locator("#dialog")).to_be_hidden()
    screen.ask("hello").has_ended()
    expect(screen.answer(0)).to_contain_text("gamma says: hello")


def test_a_search_without_a_match_says_so(screen: Screen) -> None:
    screen.pane(0).locator(".model a").click()
    screen.page.get_by_role("searchbox", name="Search models").fill("nothing like it")
    expect(screen.page.locator("#models")).to_contain_text("No model matches.")


def test_a_new_pane_comes_into_view_and_letters_lead_back(screen: Screen) -> None:
    for count in (3, 4, 5):
        screen.page.get_by_role("button", name="Add a pane").click()
        expect(screen.panes).to_have_count(count)
        expect(screen.pane(count - 1)).to_be_in_viewport(ratio=0.9)
    expect(screen.pane(0)).not_to_be_in_viewport()
    screen.page.get_by_role("link", name="Pane A").click()
    expect(screen.pane(0)).to_be_in_viewport(ratio=0.9)


def test_panes_of_one_model_can_be_told_apart_in_narrow_columns(screen: Screen) -> None:
    add = screen.page.get_by_role("button", name="Add a pane")
    add.click()
    expect(screen.panes).to_have_count(3)
    expect(screen.pane(1).locator(".model")).to_have_text(screen.pane(2).locator(".model").inner_text())
    expect(screen.page.locator(".pane .letter")).to_have_text(["A", "B", "C"])
    screen.choose(2, "Settings")
    screen.page.get_by_label("Temperature").fill("0.3")
    screen.page.get_by_role("button", name="Save").click()
    expect(screen.pane(2).locator(".about .chip")).to_be_visible()
    expect(screen.pane(2).get_by_text("Upstream").first).to_be_visible()


def test_settings_are_kept_and_shown_as_chips(screen: Screen) -> None:
    screen.choose(0, "Settings")
    expect(screen.page.get_by_role("button", name="Save")).to_be_in_viewport(ratio=1)
    screen.page.get_by_label("System prompt").fill("Be brief.")
    screen.page.get_by_label("Temperature").fill("0.3")
    screen.page.get_by_role("button", name="Save").click()
    expect(screen.page.locator("#dialog")).to_be_hidden()
    expect(screen.pane(0).locator(".about .chip")).to_have_text(["System prompt", "Temperature 0.3"])


def test_the_other_panes_show_at_once_what_now_sets_them_apart(screen: Screen) -> None:
    for number, temperature in enumerate(["0.2", "0.2", "0.9"]):
        screen.choose(number % 2, "Settings")
        screen.page.get_by_label("Temperature").fill(temperature)
        screen.page.get_by_role("button", name="Save").click()
        expect(screen.page.locator("#dialog")).to_be_hidden()
        chips = [["Temperature 0.2"], [], ["Temperature 0.9", "Temperature 0.2"]][number]
        expect(screen.page.locator(".about .chip")).to_have_text(chips)
    expect(screen.page.locator(".about .chips[hidden]")).to_have_count(0)


def test_all_settings_are_cleared_at_once(screen: Screen) -> None:
    screen.choose(0, "Settings")
    screen.page.get_by_label("Temperature").fill("0.3")
    screen.page.keyboard.press("Enter")
    expect(screen.pane(0).locator(".about .chip")).to_have_count(1)
    screen.pane(0).get_by_role("link", name="Change the settings").click()
    screen.page.get_by_role("button", name="Clear all").click()
    expect(screen.pane(0).locator(".chip")).to_have_count(0)


def test_bad_settings_are_refused_beside_the_field(screen: Screen, complaints: list[str]) -> None:
    screen.choose(0, "Settings")
    screen.page.get_by_label("Temperature").fill("9")
    screen.page.get_by_label("System prompt").fill("Be brief.")
    screen.page.get_by_role("button", name="Save").click()
    said, field = screen.page.locator(".field-temperature .errorlist"), screen.page.get_by_label("Temperature")
    expect(said).to_be_visible()
    expect(field).to_have_css("border-color", said.evaluate("said => getComputedStyle(said).color"))
    expect(screen.page.get_by_label("System prompt")).to_have_value("Be brief.")
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator("#dialog")).to_be_hidden()
    assert len(complaints) == 1 and "422" in complaints.pop()


def test_an_answer_says_who_wrote_it_where_the_panes_head_names_another(screen: Screen, rest: Event) -> None:
    screen.ask("count 20 held")
    screen.pane(0).locator(".model a").click()
    screen.page.locator("#dialog").get_by_role("button", name="Gamma").click()
    expect(screen.pane(0).locator(".model")).to_contain_text("Gamma")
    expect(screen.answer(0).locator(".wrote")).to_have_css("opacity", "1")
    expect(screen.answer(0).locator(".wrote")).to_have_text("Alpha")
    rest.set()
    screen.has_ended()
    expect(screen.answer(0).locator(".wrote")).to_have_css("opacity", "1")
    expect(screen.answer(1).locator(".wrote")).to_have_css("opacity", "0")


def test_settings_of_one_pane_are_given_to_all(screen: Screen) -> None:
    screen.choose(1, "Settings")
    screen.page.get_by_label("System prompt").fill("Be brief.")
    screen.page.get_by_role("button", name="Apply to all panes").click()
    expect(screen.page.locator("#dialog")).to_be_hidden()
    screen.choose(0, "Settings")
    expect(screen.page.get_by_label("System prompt")).to_have_value("Be brief.")


def test_what_was_typed_into_settings_waits_until_it_is_saved_or_closed(screen: Screen) -> None:
    prompt = screen.page.get_by_label("System prompt")
    screen.choose(0, "Settings")
    prompt.fill("Be kind")
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator("#dialog")).to_be_hidden()
    for number, text in ((1, ""), (0, "Be kind")):
        screen.choose(number, "Settings")
        expect(prompt).to_have_value(text)
        screen.page.mouse.click(2, 2)
        expect(screen.page.locator("#dialog")).to_be_hidden()
    screen.choose(0, "Settings")
    screen.page.locator("#dialog").get_by_role("button", name="Close").click()
    expect(screen.page.locator("#dialog")).to_be_hidden()
    screen.choose(0, "Settings")
    expect(prompt).to_have_value("")


def test_the_menu_closes_also_when_its_wish_is_refused(screen: Screen, complaints: list[str]) -> None:
    screen.ask("count 400 held")
    screen.choose(0, "Duplicate")
    expect(screen.notices.get_by_role("alert")).to_contain_text("still answering")
    expect(screen.pane(0).locator(".menu")).to_be_hidden()
    expect(screen.panes).to_have_count(2)
    complaints.clear()
