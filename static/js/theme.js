// The server prints the theme from this cookie, so a page never flashes in the other one.
const YEAR = 365 * 24 * 3600; // seconds

document.addEventListener("change", ({ target }) => {
  if (target.name !== "theme") return;
  document.cookie = `theme=${target.value}; path=/; max-age=${YEAR}; samesite=lax`;
  if (target.value) document.documentElement.dataset.theme = target.value;
  else delete document.documentElement.dataset.theme;
});
