// Copies an answer's Markdown from its address, or a code block's text; says so in the status region.
const say = (id) => {
  document.getElementById("status").textContent = document.getElementById(id).content.textContent;
};

document.addEventListener("click", async (event) => {
  const control = event.target.closest("[data-copy]");
  if (!control) return;
  event.preventDefault();
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": wanted(control) })]);
  } catch {
    return say("copy-failed");
  }
  say("copied");
  flash(control);
});

/** A promise, because Safari wants the clipboard asked within the click, before the text has arrived. */
async function wanted(control) {
  if (!control.href) return plain(control.closest("figure").querySelector("code").textContent);
  const response = await fetch(control.href);
  if (!response.ok || response.redirected) throw new Error(response.status);
  return plain(await response.text());
}

const plain = (text) => new Blob([text], { type: "text/plain" });

function flash(control) {
  const use = control.querySelector("use");
  use.setAttribute("href", "#i-check");
  setTimeout(() => use.setAttribute("href", "#i-copy"), 1500);
}

/** Puts a button on every code block that is finished. */
function addButtons(root) {
  const button = document.getElementById("copy-code")?.content;
  for (const caption of root.querySelectorAll(".code > figcaption")) {
    if (button && !caption.querySelector("button")) caption.append(button.cloneNode(true));
  }
}

addButtons(document);
document.addEventListener("htmx:after:settle", ({ target }) => {
  if (target.matches(".done, .answer, .row, .rows, .pane, .lanes")) addButtons(target);
});
