// Ticking a row chooses "Die ik heb aangevinkt"; without this script people choose that themselves.
const form = document.querySelector("[data-choose]");

form?.addEventListener("change", (event) => {
  if (event.target.name !== "kies") return;
  const ticked = form.querySelector('[name="keuze"][value="vinkjes"]');
  if (ticked) ticked.checked = true;
});
