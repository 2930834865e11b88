// The page's one script. Every module listens on the document, so nothing is bound again after a swap.
import "./scroll.js";
import "./composer.js";
import "./keys.js";
import "./copy.js";
import "./dialog.js";
import "./focus.js";
import "./fresh.js";
import "./sidebar.js";
import "./theme.js";
import "./notices.js";
import "./math.js";
import "./jumps.js";
