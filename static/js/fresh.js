// A page that was out of sight, or was refused something, asks whether the conversation has changed elsewhere.
const form = document.getElementById("fresh");
const look = () => document.hidden || form?.dispatchEvent(new Event("parley:look"));

addEventListener("focus", look);
document.addEventListener("visibilitychange", look);
document.addEventListener("htmx:response:error", ({ detail }) => detail.ctx.response.status === 409 && look());

/** What goes wrong with a question that nobody asked is not worth a word. */
function hush(event) {
  if (event.detail.ctx?.response?.status === 200) return;
  event.preventDefault();
  event.stopPropagation();
}
for (const event of ["htmx:before:response", "htmx:error"]) form?.addEventListener(event, hush);
