// Searching goes more smoothly with this script; without it every page works the same.

const status = document.getElementById("melding");
const say = (text) => { if (status) status.textContent = text; };
const isSearch = (url) => url.origin === location.origin && url.pathname === "/zoeken";

// Results change in place: the address of the link or form is fetched, and its #resultaten replaces the one on the page.

let loading;
let shown = location.pathname + location.search;

// `history` says what becomes of the address: it is pushed, it replaces the one before, or it stays.
async function go(address, { history: mode = "push", focus = "", top } = {}) {
  const url = new URL(address, location.href);
  url.hash = "";
  const old = document.getElementById("resultaten");
  if (!old || !isSearch(url)) { location.href = url; return; }
  loading?.abort();
  loading = new AbortController();
  old.classList.add("busy");
  try {
    const answer = await fetch(url, { headers: { "X-Fragment": "results" }, signal: loading.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("resultaten");
    // The box for somebody in danger stands above what is replaced here.
    if (fresh.dataset.danger !== old.dataset.danger) {
      if (url.href === location.href) location.reload();
      else location.assign(url);
      return;
    }
    if (mode === "push" && url.href !== location.href) {
      // Back leads to where the visitor was on the page before.
      history.replaceState({ ...history.state, top: scrollY }, "");
      history.pushState({ search: true }, "", url);
    } else if (mode === "replace") history.replaceState(history.state, "", url);
    shown = location.pathname + location.search;
    show(old, fresh, focus);
    if (top !== undefined) scrollTo({ top, behavior: "instant" });
  } catch (error) {
    if (error.name !== "AbortError") location.href = url;
  }
}

function show(old, fresh, focus) {
  const focused = document.activeElement?.closest?.("#resultaten") ? document.activeElement : null;
  const same = focused?.id ? `#${CSS.escape(focused.id)}` : null;
  const down = old.querySelector(".filters")?.scrollTop;
  // The map itself stays; only its data is taken from the new page.
  const map = old.querySelector("[data-map]");
  const next = fresh.querySelector("[data-map]");
  if (map && next) {
    for (const name of ["bounds", "here", "pinsUrl"]) map.dataset[name] = next.dataset[name];
    next.replaceWith(map);
  }
  for (const part of fresh.querySelectorAll("details[id]")) {
    const before = old.querySelector(`#${CSS.escape(part.id)}`);
    if (before) part.open = before.open;
  }
  const inPanel = panelIsOpen();
  old.replaceWith(fresh);
  if (inPanel) shut(fresh.querySelector(".filters"), true);
  if (fresh.dataset.title) document.title = fresh.dataset.title;
  say(fresh.querySelector("h1")?.textContent.trim() ?? "");
  const target = focus ? fresh.querySelector(focus) : same && fresh.querySelector(same);
  target?.focus({ preventScroll: true });
  prepare(fresh);
  if (down) fresh.querySelector(".filters").scrollTop = down;
  if (focus && target) bringIntoView(target, fresh);
  document.dispatchEvent(new CustomEvent("socialmap:results"));
}

// The heading is at the top of the window, unless it is well in view already.
function bringIntoView(heading, part) {
  const { top, bottom } = heading.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight * .6) part.scrollIntoView({ block: "start", behavior: "instant" });
}

// On a phone the filters are a panel over the page. What is behind it cannot be reached until it closes.

const besideList = matchMedia("(width >= 80rem)");
const panelIsOpen = () => !besideList.matches && Boolean(document.getElementById("filters")?.open);
let pushed = false; // whether the panel already has an address of its own since it opened

function shut(panel, behind) {
  for (let part = panel; part && part !== document.body; part = part.parentElement) {
    for (const sibling of part.parentElement.children) if (sibling !== part && sibling !== status) sibling.inert = behind;
  }
  for (const [name, value] of Object.entries({ role: "dialog", "aria-modal": "true", "aria-labelledby": "filters-kop" })) {
    if (behind) panel.setAttribute(name, value); else panel.removeAttribute(name);
  }
}

function openPanel(details) {
  details.open = true;
  pushed = false;
  shut(details.querySelector(".filters"), true);
  details.querySelector("h2").focus();
}

function closePanel({ focus = true } = {}) {
  const details = document.getElementById("filters");
  if (!details) return;
  shut(details.querySelector(".filters"), false);
  details.open = false;
  if (focus) details.querySelector("summary").focus();
}

document.addEventListener("click", (event) => {
  const panel = document.getElementById("filters");
  if (!panel || besideList.matches) return;
  const summary = event.target.closest?.("#filters > summary");
  if (summary && !panel.open) openPanel(panel);
  else if (panel.open && (!event.target.closest?.("#filters > .filters") || event.target.closest("[data-filters-close]"))) closePanel();
  else return;
  event.preventDefault();
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && panelIsOpen()) closePanel(); });
besideList.addEventListener("change", () => {
  const panel = document.getElementById("filters");
  if (panel) { shut(panel.querySelector(".filters"), false); panel.open = false; prepare(document); }
});

function formAddress(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  return `${form.action}?${new URLSearchParams(pairs)}`;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id !== "zoekformulier" || !document.getElementById("resultaten")) return;
  event.preventDefault();
  if (panelIsOpen()) closePanel({ focus: false });
  go(formAddress(form), { focus: "h1" });
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.(".filters") && event.target.form;
  if (!form) return;
  // Ticking several boxes in the panel is one step back.
  const again = panelIsOpen() && pushed;
  pushed = true;
  go(formAddress(form), { history: again ? "replace" : "push" });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#resultaten a");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (!isSearch(new URL(link.href)) || !["", "#resultaten"].includes(link.hash) || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  go(link.href, { focus: link.closest(".view-switch") ? ".view-switch [aria-current]" : "h1" });
});

document.addEventListener("socialmap:go", (event) => go(event.detail));
window.addEventListener("popstate", ({ state }) => {
  // A link within the page changes nothing but the fragment.
  if (!document.getElementById("resultaten") || location.pathname + location.search === shown) return;
  if (panelIsOpen()) closePanel({ focus: false });
  go(location.href, { history: "stay", top: state?.top });
});

// Suggestions: a list under the field, used with the arrow keys (the combobox pattern of ARIA).

function suggest(input) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.id}-suggesties`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "");
  list.hidden = true;
  const box = document.createElement("span");
  box.className = "suggest";
  input.replaceWith(box);
  box.append(input, list);
  for (const [name, value] of Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);
  let timer, request, chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (index) => {
    chosen = (index + list.children.length) % list.children.length;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", at === chosen));
    const option = list.children[chosen];
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  // A choice ends the suggestions, also those that are still on their way.
  const stop = () => { clearTimeout(timer); request?.abort(); close(); };
  const take = (option) => {
    if (option.dataset.url) { location.href = option.dataset.url; return; }
    input.value = option.dataset.text;
    stop();
  };
  const fill = (suggestions) => {
    list.replaceChildren(...suggestions.map((suggestion, index) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `${list.id}-${index}`, role: "option" });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = suggestion.tekst;
      if (suggestion.url) option.dataset.url = suggestion.url;
      option.append(marked(suggestion.tekst, input.value));
      const kind = document.createElement("small");
      kind.textContent = suggestion.soort;
      option.append(kind);
      return option;
    }));
    list.hidden = !suggestions.length || document.activeElement !== input;
    input.setAttribute("aria-expanded", String(!list.hidden));
    chosen = -1;
  };
  const ask = async () => {
    request?.abort();
    if (input.value.trim().length < 2) { close(); return; }
    request = new AbortController();
    const address = `/suggesties.json?${new URLSearchParams({ q: input.value, veld: input.dataset.suggest })}`;
    try {
      const answer = await fetch(address, { signal: request.signal });
      if (answer.ok) fill((await answer.json()).suggesties);
    } catch { /* Without suggestions the field still works. */ }
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  input.addEventListener("blur", () => setTimeout(stop, 120));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const option = event.target.closest("li"); if (option) take(option); });
  input.form?.addEventListener("submit", stop);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && chosen < 0) { stop(); return; }
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") stop();
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
    else return;
    event.preventDefault();
  });
}

function marked(text, typed) {
  const span = document.createElement("span");
  span.dir = "auto";
  const at = text.toLowerCase().indexOf(typed.trim().toLowerCase());
  if (at < 0) { span.textContent = text; return span; }
  const mark = document.createElement("mark");
  mark.textContent = text.slice(at, at + typed.trim().length);
  span.append(text.slice(0, at), mark, text.slice(at + mark.textContent.length));
  return span;
}

// 'Mijn plek': only after a tap, and rounded to about 100 metres before it is sent.

function locate(button) {
  const field = document.querySelector("[data-suggest='waar']");
  if (!field || !navigator.geolocation) return;
  button.hidden = false;
  const message = button.parentElement.querySelector("[data-locate-message]");
  const tell = (text) => {
    if (message) { message.textContent = text; message.hidden = !text; }
  };
  button.addEventListener("click", () => {
    button.disabled = true;
    tell("");
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      button.disabled = false;
      const step = 0.001 / Math.cos((coords.latitude * Math.PI) / 180);
      const lon = Math.round(coords.longitude / step) * step;
      field.value = `${coords.latitude.toFixed(3)}, ${lon.toFixed(4)}`;
      field.form.requestSubmit();
    }, (error) => {
      button.disabled = false;
      tell((error.code === error.PERMISSION_DENIED ? button.dataset.refused : button.dataset.failed) ?? "");
      field.focus();
    }, { maximumAge: 600000, timeout: 15000 });
  });
}

// A question of the front page need not ask for a place that is filled in already.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='/waar-woon-je?']");
  const where = document.getElementById("waar")?.value.trim();
  if (link && where) link.href = `/zoeken${link.search}&${new URLSearchParams({ waar: where })}`;
});

// The guide: what fits and the answers follow every tick, and so does the address.

document.addEventListener("change", async ({ target }) => {
  const form = target.closest?.("form[data-guide]");
  if (!form) return;
  loading?.abort();
  loading = new AbortController();
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  const address = `${form.dataset.guide}?${new URLSearchParams(pairs)}`;
  try {
    const answer = await fetch(address, { signal: loading.signal });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll("[data-fresh]")) {
      const next = fresh.getElementById(old.id);
      if (next && !old.contains(document.activeElement)) old.replaceWith(next);
    }
    history.replaceState(history.state, "", address);
    say(document.querySelector("#gids-stand h2")?.textContent.trim() ?? "");
  } catch { /* Without this the button does the same. */ }
});

function prepare(root) {
  const wide = besideList.matches && !CSS.supports("selector(::details-content)");
  if (wide) root.querySelectorAll(".filters-panel").forEach((panel) => { panel.open = true; });
}

// 'Snel weg' takes the place of this page in the history; without this script it is a plain link.

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-away]");
  if (!link) return;
  event.preventDefault();
  document.body.hidden = true;
  location.replace(link.href);
});

document.querySelectorAll("input[data-suggest]").forEach(suggest);
document.querySelectorAll("[data-locate]").forEach(locate);
document.querySelectorAll("[data-share]").forEach((button) => {
  button.hidden = !navigator.share && !navigator.clipboard;
  button.addEventListener("click", async () => {
    const page = { title: document.title, url: location.href };
    try {
      if (navigator.share) await navigator.share(page);
      else { await navigator.clipboard.writeText(page.url); say(button.dataset.done ?? ""); }
    } catch { /* The visitor cancelled. */ }
  });
});
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
prepare(document);

// On a phone the menu of the desk scrolls sideways: it begins at the page that is open.
const here = document.querySelector(".desk-nav li:has([aria-current])");
if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft;
