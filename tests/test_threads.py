"""Work in other threads."""

from django.utils.translation import get_language, override

from playground.threads import in_database


async def test_work_in_a_thread_is_done_in_the_callers_language(transactional_db):
    with override("zh-hans"):
        assert await in_database(get_language) == "zh-hans"
    assert await in_database(get_language) == "en"
