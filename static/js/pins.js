// Pins and clusters as buttons: which of them are drawn as one, how they look and what they are called.

const SHAPES = {
  warm_place: '<circle cx="20" cy="20" r="16"/>',
  mild_work_setting: '<rect x="5" y="5" width="30" height="30" rx="4"/>',
  community_initiative: '<path d="M20 2 38 16 33 37H7L2 16Z"/>',
  volunteer_group: '<path d="M20 0 40 20 20 40 0 20Z"/>',
};
const NEAR = 46; // pixels within which buttons would cover each other
const HALF = 22; // pixels, half a button: a pin nearer to the edge is not drawn
const SAME = 0.00002; // degrees, about two metres: one address

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// A pin arrives as longitude, latitude, slug, setting and name; the page knows the rest.
export function pinsOf(pins, { settings, listingUrl }, numbers) {
  const words = JSON.parse(settings);
  return pins.map(([lon, lat, slug, setting, name]) => {
    const [letter = "", kind = ""] = words[setting] ?? [];
    return { lon, lat, slug, setting, name, letter, kind, url: listingUrl + slug, number: numbers.get(slug) ?? null };
  });
}

// Pins that would cover each other become one group, at the place of the first.
export function groupsOf(map, pins, clusters) {
  const entries = [
    ...pins.map((pin) => ({ lat: pin.lat, lon: pin.lon, count: 1, box: [pin.lon, pin.lat, pin.lon, pin.lat], pins: [pin] })),
    ...clusters.map((cluster) => ({ ...cluster, pins: [] })),
  ];
  const groups = [];
  const size = map.getSize();
  for (const entry of entries) {
    const at = map.latLngToContainerPoint([entry.lat, entry.lon]);
    if (at.x < HALF || at.y < HALF || at.x > size.x - HALF || at.y > size.y - HALF) continue;
    const neighbour = groups.find((group) => group.at.distanceTo(at) < NEAR);
    if (!neighbour) { groups.push({ ...entry, at }); continue; }
    neighbour.count += entry.count;
    neighbour.pins = [...neighbour.pins, ...entry.pins];
    neighbour.box = neighbour.box.map((edge, side) => Math[side < 2 ? "min" : "max"](edge, entry.box[side]));
  }
  return groups;
}

// One pin opens its panel; pins at one address open a list; a cluster zooms in.
export function buttonOf({ count, box, pins }, { map, text, open, zoomTo }) {
  const slugs = pins.map((pin) => pin.slug);
  if (count === 1) {
    const element = button(`pin pin--${pins[0].setting}${pins[0].number ? "" : " pin--plain"}`, label(pins[0]), drawing(pins[0]), slugs[0], slugs);
    return opening(element, () => open(element, pins));
  }
  const [west, south, east, north] = box;
  const together = Math.max(east - west, north - south) < SAME || map.getZoom() >= map.getMaxZoom();
  if (together && pins.length === count) {
    const element = button("pin cluster cluster--same", text("textSame", count), [`${count}×`], slugs.join("+"), slugs);
    return opening(element, () => open(element, pins));
  }
  const element = button("pin cluster", text("textCluster", count), [`${count}×`], `${west},${south},${count}`, slugs);
  element.addEventListener("click", () => zoomTo(box));
  return element;
}

const label = (pin) => `${pin.number ? `${pin.number}. ` : ""}${pin.name}, ${pin.kind}`;

function drawing(pin) {
  const shape = SHAPES[pin.setting] ?? SHAPES.warm_place;
  const { content } = make("template", { innerHTML: `<svg viewBox="0 0 40 40" aria-hidden="true">${shape}</svg>` });
  return [content, make("span", { textContent: pin.number ?? pin.letter })];
}

function button(className, name, content, key, slugs) {
  const element = make("button", { type: "button", className, ariaLabel: name }, ...content);
  Object.assign(element.dataset, { key, slugs: slugs.join(" ") });
  return element;
}

function opening(element, action) {
  element.setAttribute("aria-expanded", "false");
  element.addEventListener("click", action);
  return element;
}
