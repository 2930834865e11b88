// What is swapped into the dialog opens it; a pane that comes back from it closes it.
const dialog = document.getElementById("dialog");

document.addEventListener("htmx:after:settle", ({ target, detail }) => {
  if (target === dialog && !dialog.open) dialog.showModal();
  const source = detail.task?.sourceElement;
  if (target.matches?.(".pane, .panes") && source?.matches?.(".pane *, dialog *")) settled(target);
});

/** Focus stays near what was done: on the pane that changed. */
function settled(target) {
  if (dialog.open) dialog.close();
  const pane = target.matches(".pane") ? target : target.lastElementChild;
  if (document.activeElement === document.body) pane?.querySelector(".model a").focus({ preventScroll: true });
}
