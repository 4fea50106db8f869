// Saved searches and history: kept by this browser alone, never sent. On a page of results it saves, on /search/saved/ it lists.
"use strict";
(() => {
  const KEY = "searches";
  const HISTORY = 200;
  const FILE_LIMIT = 5_000_000; // bytes
  const FULL = "Your browser keeps nothing more for this site, so this was not saved.";
  const texts = (item) => item && typeof item.query === "string" && typeof item.words === "string" && item.words.trim();
  const isSearch = (item) => texts(item) && item.query.length <= 8000 && item.words.length <= 2000 && !Number.isNaN(Date.parse(item.at));
  // `seen` is the archive's position when the results were last looked at.
  const searched = ({ query, words, at, seen }) => (Number.isSafeInteger(seen) && seen >= 0 ? { query, words, at, seen } : { query, words, at });
  const list = (items) => (Array.isArray(items) ? items.filter(isSearch).map(searched) : []);
  const checked = (found) => ({ saved: list(found?.saved), history: list(found?.history), keep: found?.keep !== false });

  const read = () => {
    let kept = null;
    try {
      kept = localStorage.getItem(KEY);
      return checked(JSON.parse(kept));
    } catch {
      if (kept) try { localStorage.setItem(`${KEY}-unreadable`, kept); } catch { /* no room for a copy */ }
      return checked(null);
    }
  };
  const write = (all) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(all));
      return true;
    } catch { return false; }
  };
  const without = (items, query) => items.filter((item) => item.query !== query);
  const first = (items, item) => [item, ...without(items, item.query)];

  // One request for up to twenty searches, without cookies: the position of the archive, and how many records are new to each.
  const AT_ONCE = 20;
  const news = async (address, items) => {
    const body = new URLSearchParams(items.map((item) => ["s", `${item.seen}:${item.query}`]));
    const answer = await fetch(address, { method: "POST", body, credentials: "omit" });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };
  const seenAt = (query, position) => {
    const all = read();
    write({ ...all, saved: all.saved.map((item) => (item.query === query ? { ...item, seen: position } : item)) });
  };

  const results = document.querySelector("[data-save-search]");
  if (results) {
    const item = () => ({ query: results.dataset.query, words: results.dataset.words, at: new Date().toISOString() });
    const has = () => read().saved.some((one) => one.query === results.dataset.query);
    const show = (saved) => { results.textContent = saved ? "Saved" : "Save this search"; results.setAttribute("aria-pressed", saved); };
    const all = read();
    if (all.keep && results.dataset.query) write({ ...all, history: first(all.history, item()).slice(0, HISTORY) });
    show(has());
    results.hidden = false;
    results.addEventListener("click", () => {
      const now = read();
      const saved = has() ? without(now.saved, results.dataset.query) : first(now.saved, item());
      if (write({ ...now, saved })) {
        show(has());
        if (has()) news(results.dataset.new, []).then(({ position }) => seenAt(results.dataset.query, position), () => {});
      }
      else results.textContent = FULL;
    });
  }

  const page = document.querySelector("[data-saved-searches]");
  if (!page) return;
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  const say = (text) => { part("said").textContent = text; };
  const keep = (all, text) => { say(write(all) ? text : FULL); draw(); };
  const count = (number) => `${number} ${number === 1 ? "search" : "searches"}`;

  const alertLink = (item) => {
    const link = document.createElement("a");
    link.className = "saved__alert";
    link.href = `${page.dataset.alert}${item.query ? "?" : ""}${item.query}`;
    link.textContent = "E-mail";
    link.setAttribute("aria-label", `Get new results by e-mail: ${item.words}`);
    return link;
  };
  const counts = new Map(); // of saved searches, by query
  const countNew = async () => {
    const kept = read().saved;
    const first = kept.filter((item) => item.seen === undefined);
    if (first.length) {
      const { position } = await news(page.dataset.new, []);
      for (const item of first) seenAt(item.query, position);
    }
    const looked = kept.filter((item) => item.seen !== undefined);
    for (let at = 0; at < looked.length && at < 5 * AT_ONCE; at += AT_ONCE) {
      const some = looked.slice(at, at + AT_ONCE);
      const answer = await news(page.dataset.new, some);
      some.forEach((item, number) => {
        const found = answer.counts[number];
        if (found) counts.set(item.query, { new: found, more: found >= answer.most, position: answer.position });
      });
    }
    if (looked.length) draw();
  };
  const line = (name, item) => {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${page.dataset.search}${item.query ? "?" : ""}${item.query}`;
    link.textContent = item.words;
    const day = document.createElement("time");
    day.dateTime = item.at;
    day.textContent = new Date(item.at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "linklike";
    remove.textContent = "Delete";
    remove.setAttribute("aria-label", `Delete ${item.words}`);
    remove.addEventListener("click", () => {
      const all = read();
      keep({ ...all, [name]: without(all[name], item.query) }, `Deleted: ${item.words}`);
      part(name).querySelector("button, h2").focus();
    });
    row.append(link, day, ...(name === "saved" && page.dataset.alert ? [alertLink(item)] : []), remove);
    const count = name === "saved" ? counts.get(item.query) : null;
    if (count) {
      const fresh = document.createElement("b");
      fresh.className = "saved__new";
      fresh.textContent = count.more ? `${count.new} new or more` : `${count.new} new`;
      link.append(" ", fresh);
      link.addEventListener("click", () => seenAt(item.query, count.position));
      link.addEventListener("auxclick", () => seenAt(item.query, count.position));
    }
    return row;
  };
  function draw() {
    const all = read();
    for (const name of ["saved", "history"]) {
      part(name).querySelector("ul").replaceChildren(...all[name].map((item) => line(name, item)));
      part(name).querySelector("[data-none]").hidden = all[name].length > 0;
    }
    part("clear").hidden = !all.history.length;
    part("keep").checked = all.keep;
  }
  part("keep").addEventListener("change", (event) => {
    keep({ ...read(), keep: event.target.checked }, event.target.checked ? "From now on a history is kept." : "From now on no history is kept.");
  });
  part("clear").addEventListener("click", () => keep({ ...read(), history: [] }, "The history is deleted."));
  part("export").addEventListener("click", () => {
    const file = new Blob([JSON.stringify(read(), null, 2)], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "saved-searches.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });
  part("import").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    try {
      if (file.size > FILE_LIMIT) throw new RangeError();
      const given = JSON.parse(await file.text());
      if (!Array.isArray(given?.saved)) throw new TypeError();
      const [all, found] = [read(), checked(given)];
      const added = (name) => found[name].filter((item) => !all[name].some((one) => one.query === item.query));
      const fresh = added("saved");
      const left = given.saved.length - found.saved.length;
      const history = [...all.history, ...added("history")].sort((one, other) => Date.parse(other.at) - Date.parse(one.at)).slice(0, HISTORY);
      const unread = left ? ` ${count(left)} could not be read.` : "";
      keep({ ...all, saved: [...all.saved, ...fresh], history }, `${count(fresh.length)} added; ${found.saved.length - fresh.length} were there already.${unread}`);
    } catch {
      say(`${file.name} is not a file of saved searches. Choose one that “Export as a file” made; nothing was changed.`);
    }
    target.value = "";
  });
  addEventListener("storage", draw);
  draw();
  countNew().catch(() => {}); // the list serves without counts
  part("without").hidden = true;
  part("with").hidden = false;
})();
