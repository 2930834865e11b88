// The keyboard. Keys that are letters act only where nothing is being typed.
const composer = () => document.getElementById("text");
const open = () => document.querySelector("dialog[open], [popover]:popover-open");

const ACTIONS = {
  "/": () => composer()?.focus(),
  n: () => document.querySelector(".new")?.click(),
  "[": () => step(-1),
  "]": () => step(1),
  "?": () => document.getElementById("keys")?.togglePopover(),
};

document.addEventListener("keydown", (event) => {
  // 229: the Enter that ends a composition, in browsers that tell of its end first
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.altKey) return;
  if (event.key === "Enter") return enter(event);
  if (event.key === "Escape") return escape(event);
  const plain = !event.ctrlKey && !event.metaKey && !typing(event.target);
  const free = !open() || (event.key === "?" && open().id === "keys");
  const action = plain && free && ACTIONS[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  action();
});

function typing(element) {
  return element.isContentEditable || element.matches("textarea, select, input:not([type=radio], [type=checkbox])");
}

function enter(event) {
  const form = event.target.closest("textarea")?.form;
  if (!form || event.shiftKey) return;
  const asked = event.ctrlKey || event.metaKey;
  const touch = matchMedia("(pointer: coarse)").matches;
  if (!asked && (touch || !form.matches("#composer, .question-form"))) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("#send"));
}

/** Leaves what is open, or an edit, or else ends the answers. In other fields the key is the browser's own. */
function escape(event) {
  const edit = event.target.closest(".question-form");
  if (open() || (typing(event.target) && !edit && event.target !== composer())) return;
  const button = edit?.querySelector("[data-cancel]") ?? document.getElementById("stop-all");
  if (!button?.checkVisibility()) return;
  event.preventDefault();
  button.click();
}

function step(by) {
  const logs = [...document.querySelectorAll("scroll-log")];
  const at = logs.findIndex((log) => log.closest(".pane").contains(document.activeElement));
  const log = logs[at < 0 ? (by > 0 ? 0 : logs.length - 1) : (at + by + logs.length) % logs.length];
  log?.focus();
  log?.closest(".pane").scrollIntoView({ inline: "nearest", block: "nearest" });
}
