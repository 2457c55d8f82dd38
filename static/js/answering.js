// A chosen reply is put in the field, to be changed; what somebody wrote stays.
const canned = document.querySelector("#canned");
const reply = document.querySelector("#reply");
let put = "";

canned?.addEventListener("change", () => {
  if (reply.value.trim() && reply.value !== put) return;
  put = canned.selectedOptions[0].dataset.text ?? "";
  reply.value = put;
});
