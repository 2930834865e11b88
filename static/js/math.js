// Draws formulas. KaTeX is fetched when the first one stands in a settled block; its addresses are on <html>.
// It draws into the DOM: the page's policy forbids the inline styles that HTML made from strings would need.
const WAITING = ".math:not([data-drawn], .open *)";
const OPTIONS = { output: "htmlAndMathml", trust: false, strict: "ignore", maxExpand: 1000, maxSize: 50 };

let library; // a promise, once there was a formula
let frame = 0;

function load() {
  const { katexJs, katexCss } = document.documentElement.dataset;
  return Promise.all([import(katexJs), stylesheet(katexCss)]);
}

function stylesheet(href) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  document.head.append(link);
  return new Promise((resolve, reject) => Object.assign(link, { onload: resolve, onerror: reject }));
}

/** A formula that KaTeX does not understand is shown as it was written. */
function draw(formula) {
  const source = formula.textContent;
  const dollars = formula.classList.contains("block") ? "$$" : "$";
  formula.dataset.drawn = "";
  try {
    if (dollars === "$$") formula.tabIndex = 0; // it may be wider than its pane, and is then scrolled by keys as well
    globalThis.katex.render(source, formula, { ...OPTIONS, displayMode: formula.classList.contains("block") });
  } catch {
    formula.textContent = dollars + source + dollars;
  }
}

async function drawAll() {
  frame = 0;
  if (!document.querySelector(WAITING)) return;
  try {
    await (library ??= load());
  } catch {
    library = undefined; // the formulas stay readable as TeX; the next change of the page tries again
    return;
  }
  document.querySelectorAll(WAITING).forEach(draw);
}

function soon() {
  frame ||= requestAnimationFrame(drawAll);
}

if (document.documentElement.dataset.katexJs) {
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  soon();
}
