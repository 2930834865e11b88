// The state of the websocket, shown when it matters.
const PATIENCE = 1500; // milliseconds before a lost connection is worth a word
const REFUSED = new Set([4404, 4429]);
let timer = 0;

function show(when) {
  clearTimeout(timer);
  for (const banner of document.querySelectorAll(".banner")) banner.hidden = banner.dataset.when !== when;
}

document.addEventListener("htmx:ws:after:connection", () => show(""));

document.addEventListener("htmx:ws:close", ({ detail: { code, reason } }) => {
  if (reason === "removed") return;
  if (code === 4401) show("4401");
  else if (REFUSED.has(code)) show("refused");
  else {
    clearTimeout(timer);
    timer = setTimeout(show, PATIENCE, "closed");
  }
});

// What a page asks for before the socket is open, it asks for again when it opens: nothing is to be queued.
document.addEventListener("htmx:ws:before:message:outgoing", (event) => {
  if (event.detail.connection.socket?.readyState !== WebSocket.OPEN) event.preventDefault();
});
addEventListener("pagehide", () => clearTimeout(timer));
