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
  if (target.id !== "sidebar") return;
  if (menu?.matches(":popover-open")) menu.hidePopover();
  detail.task.sourceElement?.closest(".notice")?.remove();
  restore();
});
