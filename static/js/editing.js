// The edit form with scripts: the preview follows what is typed, a draft is saved, and the pin moves on a map.
// Without this file every part works by its own button.

const root = document.querySelector("[data-editing]");
const form = document.getElementById("formulier");
const draftNote = form?.querySelector("[data-kept]");
const left = new Set(), shown = new Map();
const PLACE = "socialmap.editing.place"; // where the page was when a button of the form was pressed
const WAIT = { preview: 700, draft: 2500, read: 400 }; // milliseconds after the last key
let request, readRequest, timers = {}, dirty = false, sending = false;

// The proof that a form may bring a picture is for that one form: it leaves the address of its answer.
const here = new URL(location.href);
if (here.searchParams.has("foto")) {
  here.searchParams.delete("foto");
  history.replaceState(history.state, "", here);
}

function later(name, action) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(action, WAIT[name]);
}

// All but the file of a picture, which is sent once: by the button beside it, or when saving.
function typed() {
  const data = new FormData(form);
  data.delete("picture_file");
  return data;
}

// A picture that somebody chooses is put into the form at once.
function bringPicture(field) {
  const [file] = field.files, isLarge = file?.size > Number(field.dataset.mostBytes);
  showError(field.id, isLarge ? field.dataset.tooLarge : "");
  if (isLarge) field.value = "";
  else if (file) form.querySelector(`button[name=do][value=${field.dataset.picture}]`).click();
}

async function showPreview() {
  request?.abort();
  request = new AbortController();
  try {
    const answer = await fetch(root.dataset.previewUrl, {
      method: "POST", body: typed(), headers: { "X-Fragment": "preview" }, signal: request.signal,
    });
    if (!answer.ok) return;
    const html = await answer.text();
    document.getElementById("voorbeeld").innerHTML = html;
  } catch { /* The next key tries again. */ }
}

// What is read in what somebody types, and what is wrong in the fields that they have left.
async function showRead() {
  readRequest?.abort();
  readRequest = new AbortController();
  try {
    const answer = await fetch(root.dataset.readUrl, { method: "POST", body: typed(), signal: readRequest.signal });
    if (!answer.ok || answer.redirected) return;
    const { gelezen, fouten } = await answer.json();
    for (const [id, html] of Object.entries(gelezen)) showPart(document.getElementById(id), html);
    for (const name of left) showError(name, fouten[name] ?? "");
  } catch { /* The next key tries again. */ }
}

function showPart(part, html) {
  if (!part || shown.get(part) === html) return;
  shown.set(part, html);
  // Somebody who is choosing in it goes on where they were.
  const { name, value } = part.contains(document.activeElement) ? document.activeElement : {};
  part.innerHTML = html;
  if (name) part.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`)?.focus({ preventScroll: true });
}

function showError(name, sentence) {
  const field = document.getElementById(name), id = `${name}-error`;
  if (!field?.closest(".field")) return;
  let note = document.getElementById(id);
  if ((note?.textContent.trim() ?? "") === sentence) return;
  const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((other) => other && other !== id);
  if (sentence) {
    if (!note) {
      note = Object.assign(document.createElement("p"), { className: "field__error", id });
      field.before(note);
    }
    note.textContent = sentence;
    field.setAttribute("aria-invalid", "true");
    document.getElementById("melding").textContent = sentence;
    described.push(id);
  } else {
    note.remove();
    field.removeAttribute("aria-invalid");
  }
  if (described.length) field.setAttribute("aria-describedby", described.join(" "));
  else field.removeAttribute("aria-describedby");
}

async function saveDraft() {
  if (sending) return;
  dirty = false;
  try {
    const answer = await fetch(root.dataset.keepUrl, { method: "POST", body: typed() });
    if (answer.status === 403) { showSignedOut(await answer.json()); return; }
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    draftNote.textContent = (await answer.json()).tekst;
  } catch {
    dirty = true;
    draftNote.textContent = root.dataset.offline;
  }
}

// The way back is another window, so that this one stays as it is.
function showSignedOut({ tekst, inloggen }) {
  const link = Object.assign(document.createElement("a"), { href: inloggen, target: "_blank", textContent: root.dataset.signIn });
  draftNote.replaceChildren(tekst, " ", link);
}

function changed() {
  dirty = true;
  later("preview", showPreview);
  later("draft", saveDraft);
  later("read", showRead);
}

// Enter in a line presses the button that reads it, if it has one; it never saves.
const READ_BY = [[/^hours_typed$/, "hours"], [/^place-\d+-address$/, "find"]];
function pressReader(event) {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
  event.preventDefault();
  const [, action] = READ_BY.find(([name]) => name.test(event.target.name)) ?? [];
  if (action) form.querySelector(`button[name=do][value=${action}]`).click();
}

// A button of the form comes back to where it was pressed; what it added has the focus already.
function rememberPlace() {
  sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollY]));
}

function backToPlace() {
  const [path, top] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
  sessionStorage.removeItem(PLACE);
  const focused = document.querySelector("[autofocus]");
  if (path !== location.pathname || !focused || focused.closest(".editing__head")) return;
  scrollTo(0, top);
  focused.focus({ preventScroll: true });
  focused.scrollIntoView({ block: "nearest" });
}

// The pin: its buttons and the arrow keys move it, on a map that is fetched when its part of the form is opened.

const STEP = 10 / 111195; // degrees north in ten metres
const WAYS = { west: [-1, 0], east: [1, 0], north: [0, 1], south: [0, -1] };
const KEYS = { ArrowLeft: "west", ArrowRight: "east", ArrowUp: "north", ArrowDown: "south" };
const frame = document.querySelector("[data-pin-map]");
let map, markers = new Map(), active = null;

const pinText = (number) => frame.querySelector(`[data-pin-at="${number}"]`);

function move(number, way) {
  const shown = pinText(number), [east, north] = WAYS[way];
  const lat = Number(shown.dataset.lat) + north * STEP;
  const lon = Number(shown.dataset.lon) + (east * STEP) / Math.cos((lat * Math.PI) / 180);
  Object.assign(shown.dataset, { lat, lon });
  shown.textContent = `${shown.textContent.split(":")[0]}: ${lat.toFixed(5)}, ${lon.toFixed(5)}`;
  form.elements[`place-${number}-pin`].value = `${lon.toFixed(6)},${lat.toFixed(6)}`;
  markers.get(number)?.setLatLng([lat, lon]);
  map?.panInside([lat, lon], { padding: [40, 40], animate: false });
  active = number;
  document.getElementById("melding").textContent = frame.dataset.moved;
  changed();
}

async function openMap() {
  const { startMap, fitBounds, tilesOf, fetchOutlines } = await import(frame.dataset.leafletModule);
  let L;
  ({ L, map } = await startMap(frame.dataset, { label: frame.dataset.label, role: "application", zoomAnimation: false }));
  fitBounds(map, frame.dataset.bounds, { maxZoom: 17 });
  if (!tilesOf(L, map)) fetchOutlines(map, frame.dataset.backgroundUrl).then((areas) => areas && drawOutlines(L, areas));
  frame.querySelectorAll("[data-pin-at]").forEach(({ dataset }) => {
    const icon = L.divIcon({ className: "pin-mark", html: `<span aria-hidden="true">${Number(dataset.pinAt) + 1}</span>`, iconSize: [32, 32], iconAnchor: [16, 16] });
    markers.set(dataset.pinAt, L.marker([dataset.lat, dataset.lon], { icon, keyboard: false, interactive: false }).addTo(map));
    active ??= dataset.pinAt;
  });
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (KEYS[event.key] && active !== null) { event.preventDefault(); move(active, KEYS[event.key]); }
    if (event.key === "+" || event.key === "=") map.zoomIn();
    if (event.key === "-") map.zoomOut();
  });
}

// Without tiles: outlines of areas, as on the other maps, but no names of towns.
function drawOutlines(L, areas) {
  const style = { className: "outline" };
  L.geoJSON(areas, { interactive: false, style, filter: (feature) => feature.geometry.type !== "Point" }).addTo(map);
}

if (form) {
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("change", ({ target }) => { if (target.name) left.add(target.name); });
  form.addEventListener("change", ({ target }) => { if (target.dataset.picture) bringPicture(target); });
  form.addEventListener("keydown", pressReader);
  form.addEventListener("submit", ({ submitter }) => {
    if (submitter?.formTarget === "_blank") return;
    sending = true; clearTimeout(timers.draft); rememberPlace(); });
  backToPlace();
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !sending) { event.preventDefault(); event.returnValue = root.dataset.leave; }
  });
  // Leaving by a link inside the site: the draft is saved at once.
  document.addEventListener("visibilitychange", () => { if (document.hidden && dirty) saveDraft(); });
}

if (frame) {
  frame.addEventListener("toggle", () => { if (frame.open && !map) openMap().catch(() => { frame.querySelector(".map-box").hidden = true; }); });
  if (frame.open) frame.dispatchEvent(new Event("toggle"));
  frame.addEventListener("click", (event) => {
    const [way, number] = event.target.closest("button[name=do]")?.value.split(":") ?? [];
    if (!WAYS[way]) return;
    event.preventDefault();
    move(number, way);
  });
}
