// <scroll-log> stays at its end while text grows, until the reader scrolls away; it never pulls them back.
const NEAR = 48; // pixels from the end that still count as "at the end"
const places = new Map(); // id → where the reader was, for a log that is replaced by a newer one

class ScrollLog extends HTMLElement {
  #stuck = true;
  #frame = 0;
  #grown = new ResizeObserver(() => this.#stuck && this.#toEnd());

  connectedCallback() {
    this.rows = this.querySelector(".rows");
    this.latest = this.parentElement.querySelector("[data-latest]");
    const place = places.get(this.id);
    if (place && !place.stuck) {
      this.#stuck = false;
      this.scrollTop = place.top;
    } else this.#toEnd();
    this.#grown.observe(this);
    if (this.rows) this.#grown.observe(this.rows);
    this.addEventListener("scroll", this, { passive: true });
  }

  disconnectedCallback() {
    this.#grown.disconnect();
    this.removeEventListener("scroll", this);
  }

  /** The reader's scrolling, read once per frame. */
  handleEvent() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#stuck = this.scrollHeight - this.scrollTop - this.clientHeight < NEAR;
      this.#remember();
    });
  }

  stick() {
    this.#stuck = true;
    this.#toEnd();
  }

  #toEnd() {
    this.scrollTop = this.scrollHeight;
    this.#remember();
  }

  #remember() {
    places.set(this.id, { stuck: this.#stuck, top: this.scrollTop });
    if (this.latest) this.latest.hidden = this.#stuck;
  }
}

customElements.define("scroll-log", ScrollLog);

document.addEventListener("click", (event) => {
  event.target.closest("[data-latest]")?.parentElement.querySelector("scroll-log").stick();
});
// A question sent is a wish to see its answers.
document.addEventListener("parley:sent", () => document.querySelectorAll("scroll-log").forEach((log) => log.stick()));
