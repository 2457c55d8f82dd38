// A chosen reply is put in the field, to be edited; a reply that somebody typed is not overwritten.
const canned = document.querySelector("#canned");
const reply = document.querySelector("#reply");
let inserted = "";

canned?.addEventListener("change", () => {
  if (reply.value.trim() && reply.value !== inserted) return;
  inserted = canned.selectedOptions[0].dataset.text ?? "";
  reply.value = inserted;
});
