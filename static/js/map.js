// The map beside the list. Leaflet is fetched when the map comes into view; folium's script draws the shell.

const frame = document.querySelector("[data-map]");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const STEP = 140; // pixels that one tap on an arrow moves the map
let make, pinsOf, groupsOf, buttonOf, L, map, pinLayer, outlines, asked, note, opener = null, moved = false, byUs = 0;

const text = (name, n = "") => frame.dataset[name].replace("{n}", n);
const cards = () => [...document.querySelectorAll(".card[data-slug]")];

async function start() {
  ({ make, pinsOf, groupsOf, buttonOf } = await import(frame.dataset.pinsModule));
  const script = make("script", { src: frame.dataset.leaflet });
  await new Promise((loaded, failed) => { script.onload = loaded; script.onerror = failed; document.head.append(script); });
  L = globalThis.L;
  const coarse = matchMedia("(pointer: coarse)").matches;
  map = globalThis.socialmap.drawMap(L, {
    // One finger scrolls the page; two fingers move the map.
    dragging: !coarse,
    scrollWheelZoom: false,
    ...(still && { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false }),
  });
  map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
  const box = map.getContainer();
  Object.assign(box, { tabIndex: 0 });
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", text("textMap"));
  // Outlines say nothing to who listens: the names of the towns do.
  map.getPanes().overlayPane.setAttribute("aria-hidden", "true");
  pinLayer = L.layerGroup().addTo(map);
  fit();
  background();
  listen(box);
  load();
}

function fit() {
  const [west, south, east, north] = frame.dataset.bounds.split(",").map(Number);
  byUs += 1;
  map.fitBounds([[south, west], [north, east]], { animate: false, maxZoom: 15, padding: [22, 22] });
  byUs -= 1;
  moved = false;
  offer();
}

// Without tiles, or when they fail: outlines of areas and names of towns.

function background() {
  let tiles;
  map.eachLayer((layer) => { if (layer instanceof L.TileLayer) tiles = layer; });
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
  const answer = await fetch(`${frame.dataset.backgroundUrl}?${view(0.4)}`).catch(() => null);
  if (!answer?.ok) return;
  const drawn = await answer.json();
  outlines.clearLayers();
  outlines.addData(drawn);
  const rough = drawn.features.some((each) => each.properties.approximate);
  if (rough && !note) { note = text("textRough"); map.attributionControl.addAttribution(note); }
}

function view(margin) {
  const box = map.getBounds().pad(margin);
  const degrees = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  const limits = [-180, -85, 180, 85];
  const held = degrees.map((degree, at) => (at < 2 ? Math.max(degree, limits[at]) : Math.min(degree, limits[at])));
  return new URLSearchParams({ vak: held.map((degree) => degree.toFixed(4)).join(","), zoom: map.getZoom() });
}

// Pins: from the page itself, or asked for the box in view.

async function load() {
  if (hidden()) return;
  if (!frame.dataset.pinsUrl) { draw({ pins: JSON.parse(frame.dataset.pins), clusters: [] }); return; }
  asked?.abort();
  asked = new AbortController();
  const join = frame.dataset.pinsUrl.includes("?") ? "&" : "?";
  try {
    const answer = await fetch(`${frame.dataset.pinsUrl}${join}${view(0)}`, { signal: asked.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const found = await answer.json();
    draw(found);
    tell("");
    const heard = document.getElementById("melding");
    if (heard && moved) heard.textContent = text("textShown", found.total);
  } catch (error) {
    if (error.name !== "AbortError") tell(text("textFailed"));
  }
}

function tell(sentence) {
  const place = frame.querySelector("[data-map-note]");
  place.textContent = sentence;
  place.hidden = !sentence;
}

function draw({ pins, clusters }) {
  const numbers = new Map(cards().map((card) => [card.dataset.slug, Number(card.dataset.number)]));
  const known = pinsOf(pins, frame.dataset, numbers);
  known.sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity) || a.name.localeCompare(b.name, "nl"));
  const focused = document.activeElement?.dataset?.key;
  const shown = frame.querySelector("[data-map-panel]").hidden ? "" : opener?.dataset.key;
  pinLayer.clearLayers();
  for (const group of groupsOf(map, known, clusters)) addButton([group.lat, group.lon], buttonOf(group, { map, text, open, zoomTo }));
  if (focused) (frame.querySelector(`[data-key="${CSS.escape(focused)}"]`) ?? map.getContainer()).focus({ preventScroll: true });
  if (shown) { opener = frame.querySelector(`[data-key="${CSS.escape(shown)}"]`); if (opener) opener.setAttribute("aria-expanded", "true"); else close(false); }
}

function addButton(at, button) {
  L.DomEvent.disableClickPropagation(button);
  const icon = L.divIcon({ className: "pin-holder", html: button, iconSize: [0, 0] });
  L.marker(at, { icon, keyboard: false, interactive: false }).addTo(pinLayer);
}

function zoomTo([west, south, east, north]) {
  map.getContainer().focus({ preventScroll: true });
  map.fitBounds([[south, west], [north, east]], { padding: [60, 60], maxZoom: Math.max(map.getZoom() + 2, 15), animate: !still });
}

// The panel of a pin, or the list of those that share a point.

function open(from, pins) {
  close(false);
  opener = from;
  from.setAttribute("aria-expanded", "true");
  const items = pins.map((pin) => {
    const card = document.getElementById(`plek-${pin.slug}`);
    const link = make("a", { href: pin.url, textContent: `${pin.number ? `${pin.number}. ` : ""}${pin.name}` });
    const facts = card?.querySelector(".card__summary")?.textContent.trim();
    return make("li", {}, link, make("p", { textContent: [pin.kind, facts].filter(Boolean).join(" · ") }));
  });
  const list = make("ul", { className: "map-panel__list" }, ...items);
  const panel = frame.querySelector("[data-map-panel]");
  panel.querySelector("[data-map-panel-body]").replaceChildren(list);
  panel.hidden = false;
  list.querySelector("a").focus({ preventScroll: true });
}

function close(back = true) {
  frame.querySelector("[data-map-panel]").hidden = true;
  opener?.setAttribute("aria-expanded", "false");
  if (back) (opener?.isConnected ? opener : map.getContainer()).focus({ preventScroll: true });
  opener = null;
}

// Moving about, by hand, by key and by button.

const DO = {
  in: () => map.zoomIn(1, { animate: !still }),
  out: () => map.zoomOut(1, { animate: !still }),
  up: () => pan(0, -STEP),
  down: () => pan(0, STEP),
  left: () => pan(-STEP, 0),
  right: () => pan(STEP, 0),
};
const KEYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right", "+": "in", "=": "in", "-": "out" };
const pan = (x, y) => map.panBy([x, y], { animate: !still });

function listen(box) {
  frame.querySelectorAll("[data-map-do]").forEach((each) => each.addEventListener("click", () => DO[each.dataset.mapDo]()));
  box.addEventListener("keydown", (event) => {
    if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    DO[KEYS[event.key]]();
  });
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !frame.querySelector("[data-map-panel]").hidden) close();
  });
  frame.querySelector("[data-map-close]").addEventListener("click", () => close());
  // The wheel scrolls the page until someone is at work on the map.
  box.addEventListener("focusin", () => map.scrollWheelZoom.enable());
  box.addEventListener("focusout", () => map.scrollWheelZoom.disable());
  box.addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
  let timer;
  map.on("moveend", () => {
    if (!byUs) moved = true;
    clearTimeout(timer);
    timer = setTimeout(() => { load(); offer(); }, 120);
  });
  new ResizeObserver(() => { byUs += 1; map.invalidateSize({ animate: false }); byUs -= 1; }).observe(box);
  for (const type of ["pointerover", "pointerout", "focusin", "focusout"]) document.addEventListener(type, couple);
  document.addEventListener("socialmap:results", () => {
    close(false);
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
  query.set("vak", view(-0.02).get("vak"));
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
  if (card) frame.querySelectorAll(".pin").forEach((each) => each.classList.toggle("pin--active", on && each.dataset.slugs.split(" ").includes(card.dataset.slug)));
  if (pin) cards().forEach((each) => each.classList.toggle("card--active", on && pin.dataset.slugs.split(" ").includes(each.dataset.slug)));
}

if (frame) {
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some((each) => each.isIntersecting)) return;
    seen.disconnect();
    start().catch(() => tell(text("textFailed")));
  }, { rootMargin: "200px" });
  seen.observe(frame);
}
