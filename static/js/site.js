// Searching goes more smoothly with this script; without it every page works the same.

const status = document.getElementById("melding");
const say = (text) => { if (status) status.textContent = text; };
const isSearch = (url) => url.origin === location.origin && url.pathname === "/zoeken";

// Results change in place: the address of the link or form is fetched, and its #resultaten replaces the one on the page.

let loading;

async function go(address, { push = true, focus = "" } = {}) {
  const url = new URL(address, location.href);
  const old = document.getElementById("resultaten");
  if (!old || !isSearch(url)) { location.href = url; return; }
  loading?.abort();
  loading = new AbortController();
  old.classList.add("busy");
  try {
    const answer = await fetch(url, { headers: { "X-Fragment": "results" }, signal: loading.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("resultaten");
    if (push) history.pushState({ search: true }, "", url);
    show(old, fresh, focus);
  } catch (error) {
    if (error.name !== "AbortError") location.href = url;
  }
}

function show(old, fresh, focus) {
  const focused = document.activeElement?.closest?.("#resultaten") ? document.activeElement : null;
  const same = focused && [focused.name && `[name="${focused.name}"][value="${CSS.escape(focused.value)}"]`, focused.id && `#${focused.id}`].find(Boolean);
  const opened = [...old.querySelectorAll("details")].map((part) => part.open);
  // The map itself stays; only its data is taken from the new page.
  const map = old.querySelector("[data-map]");
  const next = fresh.querySelector("[data-map]");
  if (map && next) {
    for (const name of ["bounds", "pinsUrl"]) map.dataset[name] = next.dataset[name];
    next.replaceWith(map);
  }
  const details = [...fresh.querySelectorAll("details")];
  if (details.length === opened.length) details.forEach((part, index) => { part.open = opened[index]; });
  old.replaceWith(fresh);
  if (fresh.dataset.title) document.title = fresh.dataset.title;
  say(fresh.querySelector("h1")?.textContent.trim() ?? "");
  (focus ? fresh.querySelector(focus) : same && fresh.querySelector(same))?.focus({ preventScroll: !focus });
  prepare(fresh);
  document.dispatchEvent(new CustomEvent("socialmap:results"));
}

function formAddress(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  return `${form.action}?${new URLSearchParams(pairs)}`;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id !== "zoekformulier" || !document.getElementById("resultaten")) return;
  event.preventDefault();
  go(formAddress(form), { focus: "h1" });
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.(".filters") && event.target.form;
  // On a phone the panel covers the list: there the results wait for its button.
  if (form && matchMedia("(width >= 80rem)").matches) go(formAddress(form));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#resultaten a");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (!isSearch(new URL(link.href)) || link.hash) return;
  event.preventDefault();
  go(link.href, { focus: link.closest(".pagination, .empty, .choices, .chips") ? "h1" : "" });
});

document.addEventListener("socialmap:go", (event) => go(event.detail));
window.addEventListener("popstate", () => {
  if (document.getElementById("resultaten")) go(location.href, { push: false });
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
  const take = (option) => {
    if (option.dataset.url) { location.href = option.dataset.url; return; }
    input.value = option.dataset.text;
    close();
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
  // A question that was asked ends the suggestions, also those that are still on their way.
  const stop = () => { clearTimeout(timer); request?.abort(); close(); };
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
  input.addEventListener("blur", () => setTimeout(close, 120));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const option = event.target.closest("li"); if (option) take(option); });
  input.form?.addEventListener("submit", stop);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") close();
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
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      button.disabled = false;
      const step = 0.001 / Math.cos((coords.latitude * Math.PI) / 180);
      const lon = Math.round(coords.longitude / step) * step;
      field.value = `${coords.latitude.toFixed(3)}, ${lon.toFixed(4)}`;
      field.form.requestSubmit();
    }, () => {
      button.disabled = false;
      say(button.dataset.failed ?? "");
      field.focus();
    }, { maximumAge: 600000, timeout: 15000 });
  });
}

function prepare(root) {
  const wide = matchMedia("(width >= 80rem)").matches && !CSS.supports("selector(::details-content)");
  if (wide) root.querySelectorAll(".filters-panel").forEach((panel) => { panel.open = true; });
}

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
