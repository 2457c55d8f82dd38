// The edit form with scripts: the preview follows what is typed, a draft is saved, and the pin moves on a map.
// Without this file every part works by its own button.

const root = document.querySelector("[data-editing]");
const form = document.getElementById("formulier");
const draftNote = form?.querySelector("[data-kept]");
const typedNote = document.getElementById("hours_typed-read");
const WAIT = { preview: 700, draft: 2500, typed: 400 }; // milliseconds after the last key
let request, typedRequest, timers = {}, dirty = false, sending = false;

function later(name, action) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(action, WAIT[name]);
}

async function showPreview() {
  request?.abort();
  request = new AbortController();
  try {
    const answer = await fetch(root.dataset.previewUrl, {
      method: "POST", body: new FormData(form), headers: { "X-Fragment": "preview" }, signal: request.signal,
    });
    if (!answer.ok) return;
    const html = await answer.text();
    document.getElementById("voorbeeld").innerHTML = html;
  } catch { /* The next key tries again. */ }
}

// What is read in the days and times that somebody types.
async function showTyped() {
  typedRequest?.abort();
  typedRequest = new AbortController();
  try {
    const answer = await fetch(root.dataset.typedUrl, { method: "POST", body: new FormData(form), headers: { "X-Fragment": "typed" }, signal: typedRequest.signal });
    if (answer.ok && !answer.redirected) typedNote.innerHTML = await answer.text();
  } catch { /* The next key tries again. */ }
}

async function saveDraft() {
  if (sending) return;
  dirty = false;
  try {
    const answer = await fetch(root.dataset.keepUrl, { method: "POST", body: new FormData(form) });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    draftNote.textContent = (await answer.json()).tekst;
  } catch {
    dirty = true;
    draftNote.textContent = root.dataset.offline;
  }
}

function changed() {
  dirty = true;
  later("preview", showPreview);
  later("draft", saveDraft);
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
  form.elements.hours_typed?.addEventListener("input", () => later("typed", showTyped));
  form.addEventListener("submit", () => { sending = true; clearTimeout(timers.draft); });
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
