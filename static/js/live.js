// What happens elsewhere comes over the websocket, or is asked for where that cannot be: by a page that was out of
// sight, was refused something, or is said to be signed out.
const PATIENCE = 1500; // milliseconds before a lost connection is worth a word
const PAUSE = 60000; // milliseconds before a page asks again whether it is signed out
const REFUSED = { 4401: "4401", 4404: "refused", 4429: "refused" };
const form = document.getElementById("fresh");
let timer = 0;
let asked = -PAUSE;

const look = () => document.hidden || form.dispatchEvent(new Event("parley:look"));

addEventListener("focus", look);
document.addEventListener("visibilitychange", look);
document.addEventListener("htmx:response:error", ({ detail }) => detail.ctx.response.status === 409 && look());

/** What goes wrong with a question that nobody asked is not worth a word. */
function hush(event) {
  if (event.detail.ctx?.response?.status === 200) return;
  event.preventDefault();
  event.stopPropagation();
}
for (const event of ["htmx:before:response", "htmx:error"]) form.addEventListener(event, hush);

function banner(when) {
  clearTimeout(timer);
  for (const each of document.querySelectorAll(".banner")) each.hidden = each.dataset.when !== when;
}

document.addEventListener("htmx:ws:after:connection", () => banner(""));
document.addEventListener("htmx:ws:close", ({ detail: { code, reason }, timeStamp }) => {
  if (reason === "removed") return;
  clearTimeout(timer);
  timer = setTimeout(banner, PATIENCE, REFUSED[code] ?? "closed");
  if (code !== 4401 || timeStamp - asked < PAUSE) return;
  asked = timeStamp;
  setTimeout(look, PATIENCE / 2); // when the browser has the cookie of a session that was renewed
});
addEventListener("pagehide", () => clearTimeout(timer));

// Who is answered is signed in, perhaps with a new session, as after a new password: a socket that was refused opens.
function reopen({ detail }) {
  if (detail.ctx.response.raw.ok) document.querySelector("main").dispatchEvent(new Event("parley:open"));
}
document.addEventListener("htmx:before:response", reopen, true);

// What a page asks for before the socket is open, it asks for again when it opens: nothing is to be queued.
document.addEventListener("htmx:ws:before:message:outgoing", (event) => {
  if (event.detail.connection.socket?.readyState !== WebSocket.OPEN) event.preventDefault();
});
