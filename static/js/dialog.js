// What is swapped into the dialog opens it; a pane that comes back from it closes it.
const dialog = document.getElementById("dialog");

document.addEventListener("htmx:after:settle", ({ target, detail }) => {
  if (target === dialog && !dialog.open) dialog.showModal();
  if (document.activeElement === document.body) dialog?.querySelector("[aria-invalid=true]")?.focus();
  const source = detail.task?.sourceElement;
  if (target.matches?.(".pane, .lanes") && source?.matches?.(".pane *, dialog *") && dialog.open) dialog.close();
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
