// Show the contrast of the colours while somebody types them; without this, a button does.
const form = document.querySelector("[data-contrast]");
const shown = form?.querySelector("[data-contrast-shown]");
let waiting = 0;

async function look() {
  const asked = new URLSearchParams({ light: form.elements.light.value, dark: form.elements.dark.value });
  const answer = await fetch(`${form.dataset.contrast}?${asked}`, { headers: { "X-Fragment": "contrast" } });
  if (answer.ok) shown.innerHTML = await answer.text();
}

form?.addEventListener("input", ({ target }) => {
  if (target.name !== "light" && target.name !== "dark") return;
  clearTimeout(waiting);
  waiting = setTimeout(look, 300);
});
