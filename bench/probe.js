// Put into the page before anything else: what the reader would notice. Times are in ms;
// `done` is of the wall clock, the others count from the start of the page.
window.probe = { frames: [], asked: 0, shift: 0, longTasks: 0, done: null };

const wall = () => performance.timeOrigin + performance.now();

(function frame(now) {
  probe.frames.push(now);
  requestAnimationFrame(frame);
})(performance.now());

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) probe.shift += entry.hadRecentInput ? 0 : entry.value;
}).observe({ type: "layout-shift", buffered: true });

new PerformanceObserver((list) => {
  probe.longTasks += list.getEntries().length;
}).observe({ type: "longtask", buffered: true });

document.addEventListener("submit", () => { probe.asked = performance.now(); }, true);

new MutationObserver(() => {
  const answers = [...document.querySelectorAll("article.answer")];
  const done = answers.length > 0 && answers.every((answer) => answer.dataset.state === "done");
  if (done && probe.done === null) probe.done = wall();
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
