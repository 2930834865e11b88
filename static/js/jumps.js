// The letters above the panes: those in view are marked, and one leads to its pane. A new pane is brought into view.
const shown = new IntersectionObserver(mark, { threshold: 0.6 });
let count = 0;

function mark(entries) {
  for (const { target, isIntersecting } of entries) {
    document.querySelector(`.jumps [href="#${target.id}"]`)?.toggleAttribute("data-seen", isIntersecting);
  }
}

function look() {
  const panes = document.querySelectorAll(".pane");
  if (count && panes.length > count) panes[panes.length - 1].scrollIntoView({ inline: "end", block: "nearest" });
  count = panes.length;
  shown.disconnect();
  panes.forEach((pane) => shown.observe(pane));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".jumps a");
  if (!link) return;
  event.preventDefault();
  document.querySelector(link.hash).scrollIntoView({ inline: "start", block: "nearest", behavior: "smooth" });
});

document.addEventListener("htmx:after:settle", ({ target }) => target.matches(".pane, .lanes") && look());
look();
