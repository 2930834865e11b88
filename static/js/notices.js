// What the reader must know when a request did not end as hoped.
import { restore } from "./focus.js";

const SWAPPED = new Set([409, 422]); // their answers say in words what is wrong

function show(id) {
  document.getElementById("notices").replaceChildren(document.getElementById(id).content.cloneNode(true));
}

document.addEventListener("htmx:response:error", ({ detail }) => {
  const { status } = detail.ctx.response;
  if (!SWAPPED.has(status)) show(status === 403 ? "expired" : "failed");
});
document.addEventListener("htmx:error", ({ detail }) => detail.ctx && show("unreachable"));

// What was said of one attempt is no longer true of the next one.
function forget(which) {
  for (const notice of document.querySelectorAll(`#notices ${which}`)) notice.remove();
}

document.addEventListener("htmx:before:request", ({ detail }) => detail.ctx.request.method === "POST" && forget(".error"));
document.addEventListener("htmx:ws:after:connection", () => forget(".unreachable"));

// A redirect means the sign-in page: signed out elsewhere. The page is asked for again, the draft is kept.
document.addEventListener("htmx:before:response", (event) => {
  if (!event.detail.ctx.response.raw.redirected) return;
  event.preventDefault();
  location.reload();
});

document.addEventListener("click", ({ target }) => {
  target.closest("[data-dismiss]")?.closest(".notice").remove();
  restore();
});

// What an address says once, such as `?deleted=`, is not said again by a reload.
if (location.search) history.replaceState(history.state, "", location.pathname);
