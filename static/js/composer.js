// The draft survives a reload, and is given up only when the server has taken it.
const form = document.getElementById("composer");
const text = document.getElementById("text");
const key = form && `draft:${form.dataset.draft}`;

if (form) {
  text.value ||= sessionStorage.getItem(key) ?? "";
  text.addEventListener("input", () => sessionStorage.setItem(key, text.value));
  // Answers may hold code: its font is here before they are.
  text.addEventListener("input", () => document.fonts.load("1em 'JetBrains Mono'"), { once: true });
  document.addEventListener("htmx:after:request", ({ detail, target }) => {
    if (!detail.ctx.response.raw.ok) return;
    if (target.matches?.("#composer, #examples")) taken(detail.ctx.request.body);
    if (target.matches?.(".question-form")) target.closest("scroll-log").stick(); // to see the new answer
  });
}

function taken(sent) {
  document.dispatchEvent(new CustomEvent("parley:sent"));
  if (sent.get("text") === text.value) {
    text.value = "";
    sessionStorage.removeItem(key);
  }
  text.focus();
}
