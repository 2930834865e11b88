// <scroll-log> stays at its end while text grows, until the reader scrolls up; it never pulls them back.
const NEAR = 48; // pixels from the end that still count as "at the end"
const places = new Map(); // id → where the reader was, for a log that is replaced by a newer one

class ScrollLog extends HTMLElement {
  #stuck = true;
  #top = 0;
  #height = 0;
  #grown = new ResizeObserver(() => this.#follow());

  connectedCallback() {
    this.latest = this.parentElement.querySelector("[data-latest]");
    const place = places.get(this.id);
    if (place && !place.stuck) {
      this.#stuck = false;
      this.scrollTop = place.top;
      this.#look();
    } else this.#toEnd();
    this.#grown.observe(this);
    this.#grown.observe(this.querySelector(".rows"));
    this.addEventListener("scroll", this, { passive: true });
  }

  disconnectedCallback() {
    this.#grown.disconnect();
    this.removeEventListener("scroll", this);
  }

  /** Text may have grown since the last frame, so distance from the end alone says nothing about the reader. */
  handleEvent() {
    const up = this.scrollTop < this.#top && this.scrollHeight >= this.#height;
    if (this.scrollHeight - this.scrollTop - this.clientHeight < NEAR) this.#stuck = true;
    else if (up) this.#stuck = false;
    this.#look();
  }

  /** A question that is opened to be edited is no text that has grown: it stays where it was. */
  #follow() {
    if (this.contains(document.activeElement.closest(".question-form"))) this.#stuck = false;
    else if (this.#stuck || this.scrollHeight <= this.clientHeight) return this.stick();
    this.#look();
  }

  stick() {
    this.#stuck = true;
    this.#toEnd();
  }

  #toEnd() {
    this.scrollTop = this.scrollHeight;
    this.#look();
  }

  #look() {
    [this.#top, this.#height] = [this.scrollTop, this.scrollHeight];
    places.set(this.id, { stuck: this.#stuck, top: this.#top });
    if (this.latest.hidden !== this.#stuck) this.latest.hidden = this.#stuck;
  }
}

customElements.define("scroll-log", ScrollLog);

document.addEventListener("click", ({ target }) => {
  target.closest("[data-latest]")?.parentElement.querySelector("scroll-log").stick();
});
// A question sent is a wish to see its answers.
document.addEventListener("parley:sent", () => document.querySelectorAll("scroll-log").forEach((log) => log.stick()));
// The reasoning folds when the answer itself begins, but not under the eyes of somebody who has scrolled up to it. What
// a reader keeps open, or opens, the end of the answer leaves alone: see `morphSkip`.
document.addEventListener("htmx:after:settle", ({ target }) => {
  const box = target.matches("summary") && target.closest(".think");
  if (!box) return;
  if (target.closest(".log-box").querySelector("[data-latest]").hidden) box.open = false;
  else box.dataset.kept = "";
});
document.addEventListener("click", ({ target }) => {
  const box = target.closest(".think > summary")?.parentElement;
  if (box) box.dataset.kept = "";
});
