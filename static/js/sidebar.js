// One menu for all conversations: it takes the title and the addresses of the one whose button opened it.
const menu = document.getElementById("conversation-menu");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-conversation]");
  if (!button || !menu) return;
  const url = menu.dataset.url.replace(menu.dataset.uuid, button.dataset.conversation);
  for (const form of menu.querySelectorAll("form")) {
    form.action = url + form.dataset.action + "/";
    form.setAttribute("hx-post", form.action);
    form.querySelector("[name=title]")?.setAttribute("value", button.dataset.title);
    form.reset();
  }
});

document.addEventListener("htmx:after:settle", ({ target }) => {
  if (target.id === "sidebar" && menu?.matches(":popover-open")) menu.hidePopover();
});
