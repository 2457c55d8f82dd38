// J and K move to the next and the previous thing to do; Tab does the same. ? shows the keys.
const actions = [...document.querySelectorAll("[data-work]")];
const step = { j: 1, k: -1 };

document.addEventListener("keydown", (event) => {
  const way = step[event.key];
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "?" && !typing) document.querySelector("[data-keys]")?.toggleAttribute("open");
  if (!way || typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const here = actions.indexOf(document.activeElement);
  const next = here < 0 ? (way > 0 ? 0 : actions.length - 1) : here + way;
  actions[next]?.focus();
});
