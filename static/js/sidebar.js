// One menu for all conversations: it takes the title and the address of the one whose button opened it.
import { restore } from "./focus.js";

const menu = document.getElementById("conversation-menu");

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[popovertarget=conversation-menu]");
  if (!button || !menu) return;
  const link = button.closest("li")?.querySelector("a");
  const url = link?.href ?? menu.dataset.url;
  const title = (link ?? document.getElementById("title")).textContent;
  for (const form of menu.querySelectorAll("form")) {
    form.action = new URL(form.dataset.action, new URL(url, location));
    form.setAttribute("hx-post", form.action);
    if (form.elements.title) form.elements.title.value = title;
  }
});

document.addEventListener("htmx:after:settle", ({ target, detail }) => {
  if (target.id === "title") document.title = `${target.textContent} · Parley`;
  // The list, where it is opened over the page, would hide what is said.
  if (target.id === "notices" && target.firstElementChild) document.getElementById("drawer").hidePopover();
  if (target.id !== "sidebar") return;
  menu?.hidePopover();
  detail.task.sourceElement?.closest(".notice")?.remove();
  restore();
});

document.getElementById("rename")?.addEventListener("focus", ({ target }) => target.select());

// A title that is cut off is told whole.
document.addEventListener("pointerover", ({ target }) => {
  if (!target.matches("#conversations a, #title")) return;
  target.title = target.scrollWidth > target.clientWidth ? target.textContent : "";
});
