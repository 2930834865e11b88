"""Models are put in order by numbers in their list."""

import pytest
from django.test import Client

from playground.audit.models import Entry
from playground.catalog.models import Endpoint, LanguageModel
from tests import factories

URL = "/admin/catalog/languagemodel/"


def sent(client: Client, **positions: str) -> dict[str, str]:
    """The list's form, with a number for some models by name."""
    rows = list(client.get(URL).context["cl"].result_list)
    fields = {"form-TOTAL_FORMS": str(len(rows)), "form-INITIAL_FORMS": str(len(rows)), "_save": "Save"}
    for place, model in enumerate(rows):
        fields[f"form-{place}-id"] = str(model.pk)
        fields[f"form-{place}-position"] = positions.get(model.name, str(model.position))
    return fields


def order() -> list[str]:
    return list(LanguageModel.objects.values_list("name", flat=True))


@pytest.fixture
def models(endpoint: Endpoint) -> None:
    for place, name in enumerate("abc"):
        factories.model(endpoint, name=name, label="", position=place)


def test_all_that_were_given_another_number_are_saved_together(panel: Client, models: None) -> None:
    panel.post(URL, sent(panel, a="2", c="0"))
    assert order() == ["c", "b", "a"]
    assert {entry.name: entry.changes for entry in Entry.objects.all()} == {
        "a": {"position": [0, 2]},
        "c": {"position": [2, 0]},
    }


def test_each_number_says_whose_it_is(panel: Client, models: None) -> None:
    assert 'aria-label="Position of b"' in panel.get(URL).content.decode()


@pytest.mark.parametrize("number", ["-1", "x", "", "9" * 20])
def test_what_is_no_position_is_an_error_in_its_row(panel: Client, models: None, number: str) -> None:
    errors = panel.post(URL, sent(panel, a=number)).context["cl"].formset.errors
    assert [bool(row) for row in errors] == [True, False, False]
    assert order() == ["a", "b", "c"]


def test_a_full_page_can_be_sent_with_all_ticked(panel: Client, endpoint: Endpoint) -> None:
    LanguageModel.objects.bulk_create(LanguageModel(endpoint=endpoint, name=f"m-{n:03}") for n in range(300))
    ticked = [str(model.pk) for model in LanguageModel.objects.all()[:50]]
    response = panel.post(URL, {**sent(panel, **{"m-007": "9"}), "_selected_action": ticked, "select_across": "0"})
    assert response.status_code == 302
    assert order()[-1] == "m-007"
