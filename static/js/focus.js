// When a swap takes away what had the focus, the focus goes to what stands in its place.
const CONTROL = "a[href], button, input, textarea, select, summary, [tabindex]";
let places = []; // selectors of it, the closest first

function remember(element) {
  if (element?.closest("dialog, [popover]:not(.drawer)")) return; // what opened it is the place
  places = element ? describe(element) : [];
}

function describe(element) {
  const pane = element.closest(".pane");
  const entry = element.closest("#conversations li")?.querySelector("a").getAttribute("href");
  const own = element.id ? [`#${element.id}`] : [];
  if (element.closest(".notice")) return ["#text"];
  if (pane) return [...own, ...inRow(element, pane), `#${pane.id} scroll-log`, "#notices button"];
  return entry ? [`#conversations li:has([href="${entry}"]) ${element.localName}`, "#notices button", ".new"] : own;
}

function inRow(element, pane) {
  const row = element.closest(".row");
  if (!row) return [];
  const number = [...row.parentElement.children].indexOf(row) + 1;
  const there = `#${pane.id} .row:nth-child(${number})`;
  const part = element.closest(".question") ? `${there} .question` : `${there} .answer`;
  const same = `${part} .acts [title="${element.title}"]:not(:disabled)`;
  const beside = element.closest(".siblings") ? `${part} .siblings button:not(:disabled)` : `${part} .acts > a`;
  return [same, beside, there];
}

export function restore() {
  if (document.activeElement === document.body) give();
}

function give() {
  const element = places.map((place) => document.querySelector(place)).find((found) => found?.checkVisibility());
  if (!element) return;
  if (!element.matches(CONTROL)) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

document.addEventListener("focusin", ({ target }) => remember(target));
document.addEventListener("pointerdown", ({ target }) => remember(target.closest(CONTROL)));
document.addEventListener("htmx:after:settle", restore);
// What closes still has the focus, and is about to lose it.
for (const event of ["close", "toggle"]) {
  document.addEventListener(event, () => document.activeElement.checkVisibility() ? restore() : give(), true);
}

// A question that is being edited stays so when its pane is drawn again. It waits where its question is not shown.
const kept = new Map(); // the question's id → its form

document.addEventListener("htmx:before:swap", ({ target, detail }) => {
  for (const form of document.querySelectorAll(".question-form")) {
    if (!form.contains(target) && detail.tasks.some((task) => task.target?.contains?.(form))) kept.set(form.id, form);
  }
});

document.addEventListener("htmx:after:swap", () => {
  for (const [id, form] of kept) {
    const now = document.getElementById(id);
    if (!now) continue;
    kept.delete(id);
    if (now === form) continue;
    now.replaceWith(form);
    window.htmx.process(form);
  }
});
