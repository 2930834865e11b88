"""Takes the README's picture: `python scripts/picture.py`. Needs Chromium.

A real server, a provider that says what is written here, and a browser.
"""

import itertools
import json
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from bench.parley import Parley  # noqa: E402
from tests.ci import chromium  # noqa: E402
from tests.upstream import Answer, Request, Upstream, openai  # noqa: E402

QUESTION = "Explain how a token bucket rate limiter works, and show a small implementation."
ANSWERS = {
    "qwen3-32b": (
        0.004,
        412,
        """A **token bucket** holds at most $C$ tokens and gains $r$ tokens every second.
Each request takes one token; when the bucket is empty, the request waits or is rejected.

$$b(t) = \\min(C,\\; b(t_0) + r\\,(t - t_0))$$

```python
class TokenBucket:
    def __init__(self, capacity: float, rate: float) -> None:
        self.capacity, self.rate = capacity, rate
        self.tokens, self.last = capacity, monotonic()

    def take(self, n: int = 1) -> bool:
        now = monotonic()
        gained = (now - self.last) * self.rate
        self.tokens = min(self.capacity, self.tokens + gained)
        self.last = now
        if self.tokens < n:
            return False
        self.tokens -= n
        return True
```
""",
    ),
    "gpt-oss-120b": (
        0.007,
        388,
        """Think of a bucket that refills at a steady pace. You may spend what is in it, so
short bursts are fine, while the average stays bounded.

| Algorithm | Burst | Memory | Smooth |
|---|---|---|---|
| Fixed window | 2× at the edge | 1 counter | no |
| **Token bucket** | `capacity` | 2 numbers | yes |
| Leaky bucket | none | a queue | very |

```typescript
class TokenBucket {
  #tokens: number;
  #last = performance.now();

  take(n = 1): boolean {
    const now = performance.now();
    const gained = ((now - this.#last) / 1000) * this.rate;
    this.#tokens = Math.min(this.capacity, this.#tokens + gained);
    return this.#tokens >= n;
  }
}
```
""",
    ),
    "mistral-small-3.2": (
        0.03,
        241,
        """The limiter keeps two numbers: how many tokens are left and when they were last
counted. On every call it adds the tokens earned since then, capped at the capacity.

1. Compute the time that passed.
2. Add `elapsed × rate`, at most `capacity`.
3. Take *n* tokens, or say no.

> Use a **monotonic** clock. A wall clock that jumps back would freeze the bucket.

Across several processes, keep both numbers in Redis and let one Lua script do the arithmetic, so that two callers
never spend the same token. The script reads the clock of the server, which all callers share, and sets an expiry,
so that buckets nobody uses disappear by themselves.
""",
    ),
}
SCENE = """
from playground.catalog.models import Endpoint, LanguageModel
from playground.chat.models import Conversation, Pane
from playground.accounts.models import User
User.objects.update(username="mara")
endpoint = Endpoint.objects.create(name="Lab", provider="openai", base_url="{url}/v1", private_network=True)
Pane.objects.all().delete()
conversation = Conversation.objects.get(uuid="{uuid}")
for position, name in enumerate({names}):
    model = LanguageModel.objects.create(endpoint=endpoint, name=name, input_price=0.1, output_price=0.4)
    Pane.objects.create(conversation=conversation, position=position, model=model)
"""


def answer(request: Request) -> Answer:
    """In the pace and the words of the model; the one without words is busy."""
    if request.json["model"] not in ANSWERS:
        return Answer.of_json({"error": {"message": "Rate limit reached, try again in 20 s"}}, 429, retry_after="600")
    pause, tokens, text = ANSWERS[request.json["model"]]
    pieces = ("".join(piece) for piece in itertools.batched(text, 4)) if sys.version_info >= (3, 12) else chunks(text)
    steps = [step for piece in pieces for step in (openai.chunk({"content": piece}), pause)]
    usage = {"prompt_tokens": 24, "completion_tokens": tokens, "total_tokens": 24 + tokens}
    return Answer.of_events([pause * 30, *steps, *openai.end(usage=usage)])


def chunks(text: str) -> list[str]:
    return [text[start : start + 4] for start in range(0, len(text), 4)]


def take(page: Page, address: str) -> None:
    """Asks, waits until most have answered, and takes the picture."""
    page.goto(address)
    page.fill("#text", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("article[data-state=done] >> nth=1", timeout=60_000)
    time.sleep(0.7)
    page.screenshot(path=str(ROOT / "docs" / "compare.png"))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Upstream(answer) as upstream:
        server = Parley(Path(folder) / "parley", upstream.port)
        [person] = server.people(1, "unused")
        names = json.dumps([*ANSWERS, "gemma-3-27b"])
        server.django(SCENE.format(url=upstream.url, uuid=person.conversation, names=names) + "\nresult = 1")
        server.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
            context = browser.new_context(viewport={"width": 1720, "height": 900}, locale="en")
            context.add_cookies([{"name": "parley_session", "value": person.session, "url": server.url}])
            take(context.new_page(), f"{server.url}/c/{person.conversation}/")
            browser.close()
        server.stop()


if __name__ == "__main__":
    main()
