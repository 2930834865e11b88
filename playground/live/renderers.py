"""Who renders which running answer for a page: at its end, what has settled there is not rendered again."""

from weakref import WeakValueDictionary

from playground.markdown import NOTHING, Settled, StreamRenderer

RENDERERS: WeakValueDictionary[int, StreamRenderer] = WeakValueDictionary()  # by generation


def settled(generation_id: int) -> Settled:
    """What has settled of an answer's text on the page that follows it; nothing if none does."""
    renderer = RENDERERS.get(generation_id)
    return renderer.settled if renderer else NOTHING
