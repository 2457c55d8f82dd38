// 'Mijn lijstje': the places that somebody saved, in this browser alone. Without this script a list is its address.

const KEY = "lijstje";
const MOST = 30;
const say = (text) => { const status = document.getElementById("melding"); if (status) status.textContent = text; };

function read() {
  try {
    const saved = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(saved) ? saved.filter((slug) => typeof slug === "string").slice(0, MOST) : [];
  } catch { return []; }
}

function write(slugs) {
  try {
    if (slugs.length) localStorage.setItem(KEY, JSON.stringify(slugs));
    else localStorage.removeItem(KEY);
    return true;
  } catch { return false; }
}

const address = (base, slugs) => (slugs.length ? `${base}?${new URLSearchParams(slugs.map((slug) => ["plek", slug]))}` : base);

// The number of places stands beside the link in the menu.
function count() {
  const slugs = read();
  document.querySelectorAll("[data-shortlist]").forEach((link) => {
    link.querySelector("[data-number]").textContent = slugs.length ? ` (${slugs.length})` : "";
    link.href = address(link.dataset.shortlist, slugs);
  });
}

// A save button turns its place on and off.
function prepare(button) {
  const text = button.querySelector("span");
  const add = text.textContent;
  button.setAttribute("role", "button");
  const show = () => {
    const saved = read().includes(button.dataset.listed);
    button.setAttribute("aria-pressed", String(saved));
    text.textContent = saved ? button.dataset.saved : add;
  };
  const toggle = (event) => {
    const slugs = read();
    const saved = slugs.includes(button.dataset.listed);
    const next = saved ? slugs.filter((slug) => slug !== button.dataset.listed) : [...slugs, button.dataset.listed];
    // A full list, or a browser that stores nothing: the link leads to a list with this place.
    if (next.length > MOST || !write(next)) return;
    event.preventDefault();
    show();
    count();
    say(text.textContent);
  };
  button.addEventListener("click", toggle);
  button.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); button.click(); } });
  show();
}

function page(list) {
  const here = list.dataset.places.split(" ").filter(Boolean);
  const mine = read();
  const base = list.dataset.address;
  if (!here.length && mine.length && !location.search) { location.replace(address(base, mine)); return; }
  const own = here.every((slug) => mine.includes(slug));
  const other = list.querySelector("[data-other]");
  if (other) other.hidden = own;
  const clear = list.querySelector("[data-clear-part]");
  if (clear) clear.hidden = !mine.length;
  list.querySelector("[data-take]")?.addEventListener("click", () => {
    if (!write([...new Set([...mine, ...here])].slice(0, MOST))) return;
    other.hidden = true;
    count();
    say(list.dataset.taken);
  });
  list.querySelector("[data-clear]")?.addEventListener("click", () => {
    write([]);
    location.replace(base);
  });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-remove]");
    if (link && own) write(mine.filter((slug) => slug !== link.dataset.remove));
  });
}

document.querySelectorAll("[data-listed]").forEach(prepare);
const list = document.getElementById("lijstje");
if (list) page(list);
count();
