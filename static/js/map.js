// The map beside the list: its pins, its panel and its buttons. It starts when it comes into view.

const frame = document.querySelector("[data-map]");
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
const STEP = 140; // pixels that one tap on an arrow moves the map
let make, pinsOf, groupsOf, buttonOf, fitBounds, tilesOf, viewOf, fetchOutlines, drawHere, moveNamesAside, pause; // of pins.js and leaflet.js
let L, map, pinLayer, hereLayer, outlines, request;
const notes = new Set(); // what the map says of its own outlines
let opener = null; // the button of the pin whose panel is open
let moved = false; // by the visitor, since the results came
let ownMoves = 0; // above zero while this script moves the map itself

const text = (name, n = "") => frame.dataset[name].replace("{n}", n);
const cards = () => [...document.querySelectorAll(".card[data-slug]")];

async function start() {
  const [pins, leaflet] = await Promise.all([import(frame.dataset.pinsModule), import(frame.dataset.leafletModule)]);
  ({ make, pinsOf, groupsOf, buttonOf } = pins);
  ({ fitBounds, tilesOf, viewOf, fetchOutlines, drawHere, moveNamesAside, pause } = leaflet);
  ({ L, map } = await leaflet.startMap(frame.dataset, {
    label: text("textMap"),
    role: "group",
    ...(reducedMotion && { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false }),
  }));
  hereLayer = L.layerGroup().addTo(map);
  pinLayer = L.layerGroup().addTo(map);
  await pause();
  fit();
  drawHere(L, hereLayer, frame.dataset.here);
  await pause();
  background();
  listen(map.getContainer());
  load();
}

function fit() {
  ownMoves += 1;
  fitBounds(map, frame.dataset.bounds, { zoom: frame.dataset.zoom, maxZoom: 16, padding: [22, 22] });
  ownMoves -= 1;
  moved = false;
  offer();
}

// Without tiles, or when they fail: outlines of areas and names of towns.

function background() {
  const tiles = tilesOf(L, map);
  if (!tiles) { drawOutlines(); return; }
  let failed = 0, good = 0;
  tiles.on("tileload", () => { good += 1; });
  tiles.on("tileerror", () => {
    failed += 1;
    if (failed > 2 && failed > good && map.hasLayer(tiles)) { tiles.remove(); drawOutlines(); }
  });
}

function drawOutlines() {
  map.createPane("names").style.zIndex = 450;
  outlines = L.geoJSON(null, {
    interactive: false,
    style: { className: "outline" },
    pointToLayer: (feature, at) => L.marker(at, {
      pane: "names", interactive: false, keyboard: false,
      icon: L.divIcon({ className: "town-label", html: make("span", { textContent: feature.properties.label }) }),
    }),
  }).addTo(map);
  refreshOutlines();
  map.on("moveend", refreshOutlines);
}

const hidden = () => !map.getSize().x; // behind the list, on a phone

async function refreshOutlines() {
  if (hidden()) return;
  const areas = await fetchOutlines(map, frame.dataset.backgroundUrl);
  if (!areas) return;
  outlines.clearLayers();
  outlines.addData(areas);
  outlines.bringToBack(); // the circle of the search stays in view
  const shown = areas.features.filter((feature) => feature.properties.name);
  if (shown.length) note(text(shown.some((feature) => feature.properties.approximate) ? "textRough" : "textSource"));
  moveNamesAside(frame);
}

function note(words) {
  if (notes.has(words)) return;
  notes.add(words);
  map.attributionControl.addAttribution(words);
}

// Pins: from the page itself, or fetched for the box in view.

async function load() {
  if (hidden()) return;
  if (!frame.dataset.pinsUrl) { draw({ pins: JSON.parse(frame.dataset.pins), clusters: [] }); return; }
  request?.abort();
  request = new AbortController();
  const join = frame.dataset.pinsUrl.includes("?") ? "&" : "?";
  try {
    const answer = await fetch(`${frame.dataset.pinsUrl}${join}${viewOf(map, 0)}`, { signal: request.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const inView = await answer.json();
    draw(inView);
    showNote("");
    const status = document.getElementById("melding");
    if (status && moved) status.textContent = text("textShown", inView.total);
  } catch (error) {
    if (error.name !== "AbortError") showNote(text("textFailed"));
  }
}

function showNote(sentence) {
  const note = frame.querySelector("[data-map-note]");
  note.textContent = sentence;
  note.hidden = !sentence;
}

function draw({ pins, clusters }) {
  const numbers = new Map(cards().map((card) => [card.dataset.slug, Number(card.dataset.number)]));
  const inOrder = pinsOf(pins, frame.dataset, numbers);
  inOrder.sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity) || (a.name < b.name ? -1 : 1));
  const focused = document.activeElement?.dataset?.key;
  const opened = frame.querySelector("[data-map-panel]").hidden ? "" : opener?.dataset.key;
  pinLayer.clearLayers();
  for (const group of groupsOf(map, inOrder, clusters)) addButton([group.lat, group.lon], buttonOf(group, { map, text, open, zoomTo }));
  moveNamesAside(frame);
  if (focused) (frame.querySelector(`[data-key="${CSS.escape(focused)}"]`) ?? map.getContainer()).focus({ preventScroll: true });
  if (opened) { opener = frame.querySelector(`[data-key="${CSS.escape(opened)}"]`); if (opener) opener.setAttribute("aria-expanded", "true"); else close(false); }
}

function addButton(at, button) {
  L.DomEvent.disableClickPropagation(button);
  const icon = L.divIcon({ className: "pin-holder", html: button, iconSize: [0, 0] });
  L.marker(at, { icon, keyboard: false, interactive: false }).addTo(pinLayer);
}

function zoomTo([west, south, east, north]) {
  map.getContainer().focus({ preventScroll: true });
  map.fitBounds([[south, west], [north, east]], { padding: [60, 60], maxZoom: Math.max(map.getZoom() + 2, 15), animate: !reducedMotion });
}

// The panel of a pin, or the list of the pins that share a point.

function open(button, pins) {
  close(false);
  opener = button;
  button.setAttribute("aria-expanded", "true");
  const items = pins.map((pin) => {
    const card = document.getElementById(`plek-${pin.slug}`);
    const link = make("a", { href: pin.url, dir: "auto", textContent: `${pin.number ? `${pin.number}. ` : ""}${pin.name}` });
    const facts = card?.querySelector(".card__summary")?.textContent.trim();
    return make("li", {}, link, make("p", { dir: "auto", textContent: [pin.kind, facts].filter(Boolean).join(" · ") }));
  });
  const list = make("ul", { className: "map-panel__list" }, ...items);
  const panel = frame.querySelector("[data-map-panel]");
  panel.querySelector("[data-map-panel-body]").replaceChildren(list);
  panel.hidden = false;
  list.querySelector("a").focus({ preventScroll: true });
}

function close(focusBack = true) {
  frame.querySelector("[data-map-panel]").hidden = true;
  opener?.setAttribute("aria-expanded", "false");
  if (focusBack) (opener?.isConnected ? opener : map.getContainer()).focus({ preventScroll: true });
  opener = null;
}

// Moving about, by hand, by key and by button.

const DO = {
  in: () => map.zoomIn(1, { animate: !reducedMotion }),
  out: () => map.zoomOut(1, { animate: !reducedMotion }),
  up: () => pan(0, -STEP),
  down: () => pan(0, STEP),
  left: () => pan(-STEP, 0),
  right: () => pan(STEP, 0),
};
const KEYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right", "+": "in", "=": "in", "-": "out" };
const pan = (x, y) => map.panBy([x, y], { animate: !reducedMotion });

function listen(box) {
  frame.querySelectorAll("[data-map-do]").forEach((button) => button.addEventListener("click", () => DO[button.dataset.mapDo]()));
  box.addEventListener("keydown", (event) => {
    if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    DO[KEYS[event.key]]();
  });
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !frame.querySelector("[data-map-panel]").hidden) close();
  });
  frame.querySelector("[data-map-close]").addEventListener("click", () => close());
  // The wheel scrolls the page, unless the focus is on the map.
  box.addEventListener("focusin", () => map.scrollWheelZoom.enable());
  box.addEventListener("focusout", () => map.scrollWheelZoom.disable());
  box.addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
  let timer;
  map.on("moveend", () => {
    if (!ownMoves) moved = true;
    clearTimeout(timer);
    timer = setTimeout(() => { load(); offer(); }, 120);
  });
  new ResizeObserver(() => { ownMoves += 1; map.invalidateSize({ animate: false }); ownMoves -= 1; }).observe(box);
  for (const type of ["pointerover", "pointerout", "focusin", "focusout"]) document.addEventListener(type, couple);
  document.addEventListener("socialmap:results", () => {
    close(false);
    drawHere(L, hereLayer, frame.dataset.here);
    if (!moved) fit();
    moved = false;
    offer();
    load();
  });
}

// 'Zoek in dit gebied': a link to the same search for the box in view.

function offer() {
  const link = frame.querySelector("[data-map-search]");
  if (!link || hidden()) return;
  const query = new URLSearchParams(location.search);
  query.delete("pagina");
  query.set("vak", viewOf(map, -0.02).get("vak"));
  link.href = `/zoeken?${query}`;
  const follow = frame.querySelector("[data-map-follow]")?.checked;
  link.hidden = !moved || follow;
  if (moved && follow) document.dispatchEvent(new CustomEvent("socialmap:go", { detail: link.href }));
}

// A card and its pin light up together.

function couple(event) {
  const on = event.type === "pointerover" || event.type === "focusin";
  const card = event.target.closest?.(".card[data-slug]");
  const pin = event.target.closest?.(".pin[data-slugs]");
  if (card) frame.querySelectorAll(".pin").forEach((button) => button.classList.toggle("pin--active", on && button.dataset.slugs.split(" ").includes(card.dataset.slug)));
  if (pin) cards().forEach((other) => other.classList.toggle("card--active", on && pin.dataset.slugs.split(" ").includes(other.dataset.slug)));
}

if (frame) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    start().catch(() => showNote(text("textFailed")));
  }, { rootMargin: "200px" });
  observer.observe(frame);
}
