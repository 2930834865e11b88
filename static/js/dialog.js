// What is swapped into the dialog opens it; a pane that comes back from it closes it.
const dialog = document.getElementById("dialog");
const typed = {}; // what was typed and neither saved nor closed on purpose, by the form's address and the field's name

document.addEventListener("htmx:after:settle", ({ target, detail }) => {
  if (target === dialog && !dialog.open) open();
  if (document.activeElement === document.body) dialog?.querySelector("[aria-invalid=true]")?.focus();
  const source = detail.task?.sourceElement;
  if (!target.matches?.(".pane, .lanes") || !source?.matches?.(".pane *, dialog *") || !dialog.open) return;
  delete typed[source.action];
  dialog.close();
});

function open() {
  const form = dialog.querySelector("[method=post]");
  for (const [name, value] of Object.entries(typed[form.action] ?? {})) form.elements[name].value = value;
  dialog.showModal();
}

dialog?.addEventListener("input", ({ target: { form, name, value } }) => {
  if (form.method === "post") (typed[form.action] ??= {})[name] = value;
});
dialog?.addEventListener("submit", ({ target }) => {
  if (target.method === "dialog") delete typed[dialog.querySelector("[method=post]").action];
});

// A menu has done its work when something is chosen from it.
document.addEventListener("click", ({ target }) => {
  target.closest(".menu > :is(a, button)")?.parentElement.hidePopover();
});

// Arrow keys in the model picker: from the search field into the list and back; Enter takes the first match.
document.addEventListener("keydown", (event) => {
  const picker = event.target.closest?.("#model-list");
  if (!picker || event.isComposing) return;
  const stops = [picker.querySelector("[type=search]"), ...picker.querySelectorAll("[name=model]")];
  const at = stops.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
  if (to !== undefined && at >= 0) {
    event.preventDefault();
    stops[Math.min(Math.max(to, 0), stops.length - 1)].focus();
  }
  if (event.key === "Enter" && at === 0) {
    event.preventDefault();
    stops[1]?.click();
  }
});
