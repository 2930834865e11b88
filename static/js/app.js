// The page's one script. Every module listens on the document, so nothing is bound again after a swap.
import "./scroll.js";
import "./composer.js";
import "./keys.js";
import "./dialog.js";
import "./focus.js";
import "./live.js";
import "./sidebar.js";
import "./theme.js";
import "./notices.js";
import "./jumps.js";

// What only answers need comes with the first one.
function answered() {
  if (!document.querySelector(".answer")) return;
  document.removeEventListener("htmx:after:settle", answered);
  import("./copy.js");
  import("./math.js");
}
document.addEventListener("htmx:after:settle", answered);
answered();
