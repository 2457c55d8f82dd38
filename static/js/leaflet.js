// What every map begins with: Leaflet is fetched, and draws in the shell that folium made on the page.

export const coarse = matchMedia("(pointer: coarse)").matches;

// One finger scrolls the page, two fingers move the map; the wheel scrolls the page too.
export async function startMap(leafletUrl, { label, role, ...options }) {
  const script = Object.assign(document.createElement("script"), { src: leafletUrl });
  await new Promise((loaded, failed) => { script.onload = loaded; script.onerror = failed; document.head.append(script); });
  const L = globalThis.L;
  const map = globalThis.socialmap.drawMap(L, { dragging: !coarse, scrollWheelZoom: false, ...options });
  map.attributionControl.setPrefix('<a href="https://leafletjs.com">Leaflet</a>');
  const box = map.getContainer();
  box.tabIndex = 0;
  box.setAttribute("role", role);
  box.setAttribute("aria-label", label);
  // Outlines say nothing to people who listen to the page.
  map.getPanes().overlayPane.setAttribute("aria-hidden", "true");
  return { L, map };
}

// Show `bounds`, written as "west,south,east,north".
export function fitBounds(map, bounds, options) {
  const [west, south, east, north] = bounds.split(",").map(Number);
  map.fitBounds([[south, west], [north, east]], { animate: false, ...options });
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

// The name of a town stands below a pin or a number that would cover it.
export function moveNamesAside(frame) {
  const pins = [...frame.querySelectorAll(".pin")].map((pin) => pin.getBoundingClientRect());
  for (const name of frame.querySelectorAll(".town-label span")) {
    name.classList.remove("town-label__aside");
    const box = name.getBoundingClientRect();
    const covered = pins.some((pin) => pin.left < box.right && pin.right > box.left && pin.top < box.bottom && pin.bottom > box.top);
    name.classList.toggle("town-label__aside", covered);
  }
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
