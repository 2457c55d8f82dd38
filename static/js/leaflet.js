// What every map begins with: Leaflet is fetched, and draws in the shell that folium made on the page.

export const coarse = matchMedia("(pointer: coarse)").matches;

// Between two pieces of work the browser can answer the visitor.
export const pause = () => new Promise((done) => { setTimeout(done); });

const loading = (element) => new Promise((loaded, failed) => {
  Object.assign(element, { onload: loaded, onerror: failed });
  document.head.append(element);
});

// The map shows nothing, and asks for no tiles, until it is given a place by fitBounds.
// One finger scrolls the page, two fingers move the map; the wheel scrolls the page too.
export async function startMap({ leaflet, leafletStyle }, { label, role, ...options }) {
  await Promise.all([
    loading(Object.assign(document.createElement("script"), { src: leaflet })),
    loading(Object.assign(document.createElement("link"), { rel: "stylesheet", href: leafletStyle })),
  ]);
  await pause();
  const L = globalThis.L;
  const map = globalThis.socialmap.drawMap(L, { dragging: !coarse, scrollWheelZoom: false, ...options, center: undefined });
  map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
  const box = map.getContainer();
  box.tabIndex = 0;
  box.setAttribute("role", role);
  box.setAttribute("aria-label", label);
  // Outlines say nothing to people who listen to the page.
  map.getPanes().overlayPane.setAttribute("aria-hidden", "true");
  return { L, map };
}

// Show `bounds`, written as "west,south,east,north"; or their middle, when there is a `zoom`.
export function fitBounds(map, bounds, { zoom, ...options }) {
  const [west, south, east, north] = bounds.split(",").map(Number);
  if (zoom) map.setView([(south + north) / 2, (west + east) / 2], Number(zoom), { animate: false });
  else map.fitBounds([[south, west], [north, east]], { animate: false, ...options });
}

// The layer of tiles; undefined when the operator has none.
export function tilesOf(L, map) {
  let tiles;
  map.eachLayer((layer) => { if (layer instanceof L.TileLayer) tiles = layer; });
  return tiles;
}

// The box in view, wider by `margin` (a share of its size), as the server reads it.
export function viewOf(map, margin) {
  const box = map.getBounds().pad(margin);
  const degrees = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  const limits = [-180, -85, 180, 85];
  const within = degrees.map((degree, side) => (side < 2 ? Math.max(degree, limits[side]) : Math.min(degree, limits[side])));
  return new URLSearchParams({ vak: within.map((degree) => degree.toFixed(4)).join(","), zoom: map.getZoom() });
}

// Outlines of areas and names of towns around the view, as GeoJSON; null when the server does not answer.
export async function fetchOutlines(map, url) {
  const answer = await fetch(`${url}?${viewOf(map, 0.4)}`).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

// Where a name can stand, best first: pixels to the right and down of where it stands by itself.
const townSides = ({ width }) => [
  ["", 0, 0], ["below", 0, 30], ["above", 0, -30], ["left", -width / 2 - 26, 0], ["right", width / 2 + 26, 0],
];
const hereSides = ({ width, height }) => [
  ["", 0, 0], ["below", 0, 1.9 * height], ["left", -width / 2 - 16, .8 * height], ["right", width / 2 + 16, .8 * height],
  ["far", 0, 2.5 * height],
];
const shifted = ({ left, top, right, bottom }, across, down) => ({ left: left + across, right: right + across, top: top + down, bottom: bottom + down });
const overlap = (one, other) => one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

// A name that something would cover stands beside it, where there is a free side. All are
// measured before one moves: each move would make the browser lay out the page again.
export function moveNamesAside(frame) {
  const here = [...frame.querySelectorAll(".here-mark > span")];
  const towns = [...frame.querySelectorAll(".town-label span")];
  for (const name of [...here, ...towns]) delete name.dataset.side;
  const taken = [...frame.querySelectorAll(".pin")].map((pin) => pin.getBoundingClientRect());
  const dots = [...frame.querySelectorAll(".here-mark")].map((dot) => dot.getBoundingClientRect());
  const boxes = new Map([...here, ...towns].map((name) => [name, name.getBoundingClientRect()]));
  const place = (name, sides) => {
    const box = boxes.get(name);
    const isFree = ([, across, down]) => !taken.some((other) => overlap(shifted(box, across, down), other));
    const [side, across, down] = sides(box).find(isFree) ?? ["", 0, 0];
    if (side) name.dataset.side = side;
    taken.push(shifted(box, across, down));
  };
  here.forEach((name) => place(name, hereSides));
  taken.push(...dots.map(({ left, top }) => ({ left: left - 9, right: left + 9, top: top - 9, bottom: top + 9 })));
  towns.forEach((name) => place(name, townSides));
}

// The place that was searched from, and how far around it the list goes.
export function drawHere(L, layer, here) {
  layer.clearLayers();
  if (!here) return;
  const [lon, lat, radius, words] = JSON.parse(here);
  if (radius) L.circle([lat, lon], { radius, interactive: false, className: "here-circle" }).addTo(layer);
  const html = words ? Object.assign(document.createElement("span"), { textContent: words }) : "";
  const icon = L.divIcon({ className: "here-mark", html, iconSize: [0, 0] });
  L.marker([lat, lon], { icon, keyboard: false, interactive: false, zIndexOffset: -1000 }).addTo(layer);
}
