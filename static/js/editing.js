// The edit form for who has scripts: the preview follows, what is typed is kept, and the pin moves on a map.
// Without this file every part works by its own button.

const root = document.querySelector("[data-editing]");
const form = document.getElementById("formulier");
const kept = form?.querySelector("[data-kept]");
const WAIT = { preview: 700, keep: 2500 }; // milliseconds after the last key
let asked, timers = {}, dirty = false, sending = false;

function later(name, action) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(action, WAIT[name]);
}

async function showPreview() {
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(root.dataset.previewUrl, {
      method: "POST", body: new FormData(form), headers: { "X-Fragment": "preview" }, signal: asked.signal,
    });
    if (!answer.ok) return;
    const html = await answer.text();
    document.getElementById("voorbeeld").innerHTML = html;
  } catch { /* The next key asks again. */ }
}

async function keep() {
  if (sending) return;
  dirty = false;
  try {
    const answer = await fetch(root.dataset.keepUrl, { method: "POST", body: new FormData(form) });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    kept.textContent = (await answer.json()).tekst;
  } catch {
    dirty = true;
    kept.textContent = root.dataset.offline;
  }
}

function changed() {
  dirty = true;
  later("preview", showPreview);
  later("keep", keep);
}

// The pin: its buttons and the arrows of the keyboard move it, on a map that is fetched when it is asked for.

const STEP = 10 / 111195; // degrees north in ten metres
const WAYS = { west: [-1, 0], east: [1, 0], north: [0, 1], south: [0, -1] };
const KEYS = { ArrowLeft: "west", ArrowRight: "east", ArrowUp: "north", ArrowDown: "south" };
const frame = document.querySelector("[data-pin-map]");
let map, L, markers = new Map(), active = null;

const spot = (number) => frame.querySelector(`[data-pin-at="${number}"]`);

function move(number, way) {
  const at = spot(number), [east, north] = WAYS[way];
  const lat = Number(at.dataset.lat) + north * STEP;
  const lon = Number(at.dataset.lon) + (east * STEP) / Math.cos((lat * Math.PI) / 180);
  Object.assign(at.dataset, { lat, lon });
  at.textContent = `${at.textContent.split(":")[0]}: ${lat.toFixed(5)}, ${lon.toFixed(5)}`;
  form.elements[`place-${number}-pin`].value = `${lon.toFixed(6)},${lat.toFixed(6)}`;
  markers.get(number)?.setLatLng([lat, lon]);
  map?.panInside([lat, lon], { padding: [40, 40], animate: false });
  active = number;
  document.getElementById("melding").textContent = frame.dataset.moved;
  changed();
}

async function openMap() {
  const script = Object.assign(document.createElement("script"), { src: frame.dataset.leaflet });
  await new Promise((loaded, failed) => { script.onload = loaded; script.onerror = failed; document.head.append(script); });
  L = globalThis.L;
  map = globalThis.socialmap.drawMap(L, { dragging: !matchMedia("(pointer: coarse)").matches, scrollWheelZoom: false, zoomAnimation: false });
  map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
  const box = map.getContainer();
  box.tabIndex = 0;
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", frame.dataset.label);
  const [west, south, east, north] = frame.dataset.bounds.split(",").map(Number);
  map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: 17 });
  map.getPanes().overlayPane.setAttribute("aria-hidden", "true");
  drawOutlines();
  frame.querySelectorAll("[data-pin-at]").forEach((at) => {
    const icon = L.divIcon({ className: "pin-mark", html: `<span aria-hidden="true">${Number(at.dataset.pinAt) + 1}</span>`, iconSize: [32, 32], iconAnchor: [16, 16] });
    markers.set(at.dataset.pinAt, L.marker([at.dataset.lat, at.dataset.lon], { icon, keyboard: false, interactive: false }).addTo(map));
    active ??= at.dataset.pinAt;
  });
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (KEYS[event.key] && active !== null) { event.preventDefault(); move(active, KEYS[event.key]); }
    if (event.key === "+" || event.key === "=") map.zoomIn();
    if (event.key === "-") map.zoomOut();
  });
}

// Without tiles: outlines of areas, as on the other maps.
async function drawOutlines() {
  let tiles;
  map.eachLayer((layer) => { if (layer instanceof L.TileLayer) tiles = layer; });
  if (tiles) return;
  const box = map.getBounds().pad(0.4);
  const view = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((degree) => degree.toFixed(4)).join(",");
  const answer = await fetch(`${frame.dataset.backgroundUrl}?vak=${view}&zoom=${map.getZoom()}`).catch(() => null);
  if (!answer?.ok) return;
  L.geoJSON(await answer.json(), { interactive: false, style: { className: "outline" }, filter: (each) => each.geometry.type !== "Point" }).addTo(map);
}

if (form) {
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => { sending = true; clearTimeout(timers.keep); });
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !sending) { event.preventDefault(); event.returnValue = root.dataset.leave; }
  });
  // Leaving by a link inside the site: what was typed goes along at once.
  document.addEventListener("visibilitychange", () => { if (document.hidden && dirty) keep(); });
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
