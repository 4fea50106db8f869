// Records that a reader marks: a list kept by this browser alone. On results it marks, on /search/list/ it lists.
"use strict";
(() => {
  const KEY = "marked";
  const MOST = 200; // records that the site takes at once
  const KEPT = 2000;
  const FILE_LIMIT = 5_000_000; // bytes
  const FULL = "Your browser keeps nothing more for this site, so this was not kept.";
  const NAME = /^[-a-zA-Z0-9_]{1,200}\/[0-9]{1,9}$/;
  const cut = (text, length) => (typeof text === "string" ? text.slice(0, length) : "");
  const isRecord = (item) => item && typeof item.record === "string" && NAME.test(item.record) && typeof item.words === "string";
  const cleaned = ({ record, print, words, note, at }) => ({
    record,
    print: /^[0-9a-f]{8}$/.test(print) ? print : "",
    words: cut(words, 500),
    note: cut(note, 5000),
    at: Number.isNaN(Date.parse(at)) ? new Date().toISOString() : at,
  });
  const checked = (found) => {
    const names = new Map((Array.isArray(found) ? found : []).filter(isRecord).map((item) => [item.record, cleaned(item)]));
    return [...names.values()].slice(0, KEPT);
  };
  const read = () => {
    let kept = null;
    try {
      kept = localStorage.getItem(KEY);
      return checked(JSON.parse(kept)?.records);
    } catch {
      if (kept) try { localStorage.setItem(`${KEY}-unreadable`, kept); } catch { /* no room for a copy */ }
      return [];
    }
  };
  const write = (records) => {
    try {
      localStorage.setItem(KEY, JSON.stringify({ chancery_list: 1, records }));
      return true;
    } catch { return false; }
  };
  const counted = (number) => `${number} ${number === 1 ? "record" : "records"}`;

  const boxes = [...document.querySelectorAll("input[data-mark]")];
  const link = document.querySelector("[data-marked-link]");
  const show = () => {
    const marked = new Set(read().map((item) => item.record));
    for (const box of boxes) box.checked = marked.has(box.dataset.mark);
    if (link) {
      link.textContent = marked.size ? `My list (${marked.size})` : "My list";
      link.hidden = false;
    }
  };
  for (const box of boxes) {
    box.addEventListener("change", () => {
      const others = read().filter((item) => item.record !== box.dataset.mark);
      const item = { record: box.dataset.mark, print: box.value.split("~")[1], words: box.dataset.words, note: "", at: new Date().toISOString() };
      if (!write(box.checked ? [...others, cleaned(item)] : others)) {
        box.checked = !box.checked;
        if (link) link.textContent = FULL;
        return;
      }
      show();
    });
  }
  document.querySelector("[data-marked-form]")?.setAttribute("hidden", "");
  if (boxes.length || link) {
    show();
    addEventListener("storage", show);
    addEventListener("pageshow", show);
  }

  const page = document.querySelector("[data-my-list]");
  if (!page) return;
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  const say = (text) => { part("said").textContent = text; };
  const keep = (records, text) => { say(write(records) ? text : FULL); draw(); };
  const button = (text, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "linklike";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  const move = (record, by, name) => {
    const records = read();
    const at = records.findIndex((item) => item.record === record);
    const to = at + by;
    if (at < 0 || to < 0 || to >= records.length) return;
    records.splice(to, 0, ...records.splice(at, 1));
    keep(records, `Moved to place ${to + 1} of ${records.length}.`);
    const row = part("records").children[to];
    (row.querySelector(`button[data-do="${name}"]:not(:disabled)`) ?? row.querySelector("button:not(:disabled)"))?.focus();
  };
  const line = (item, number, all) => {
    const row = document.createElement("li");
    const opened = document.createElement("a");
    opened.href = `/t/${item.record}/`;
    opened.textContent = item.words || item.record;
    const note = document.createElement("textarea");
    note.rows = 1;
    note.value = item.note;
    note.maxLength = 5000;
    note.placeholder = "Note";
    note.setAttribute("aria-label", `Note on ${item.words || item.record}`);
    note.addEventListener("change", () => {
      say(write(read().map((one) => (one.record === item.record ? { ...one, note: note.value } : one))) ? "The note is kept." : FULL);
    });
    const tools = document.createElement("span");
    tools.className = "mylist__tools";
    const up = button("Up", `Move ${item.words} up`, () => move(item.record, -1, "up"));
    const down = button("Down", `Move ${item.words} down`, () => move(item.record, 1, "down"));
    up.dataset.do = "up";
    down.dataset.do = "down";
    up.disabled = number === 0;
    down.disabled = number === all.length - 1;
    const remove = button("Remove", `Remove ${item.words}`, () => {
      keep(read().filter((one) => one.record !== item.record), `Removed: ${item.words || item.record}`);
      (part("records").querySelector("button") ?? part("import")).focus();
    });
    tools.append(up, down, remove);
    row.append(opened, tools, note);
    return row;
  };
  function draw() {
    const records = read();
    part("records").replaceChildren(...records.map(line));
    part("none").hidden = records.length > 0;
    part("send").hidden = !records.length;
    part("clear").hidden = !records.length;
    const names = records.map((item) => (item.print ? `${item.record}~${item.print}` : item.record));
    part("send").elements.records.value = names.join(",");
    part("send").querySelector("button").textContent = records.length > MOST ? `Cite and export the first ${MOST}` : "Cite and export this list";
    part("send").method = names.join(",").length < 1500 ? "get" : "post";
  }
  part("export").addEventListener("click", () => {
    const content = { chancery_list: 1, exported: new Date().toISOString(), records: read() };
    const file = document.createElement("a");
    file.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }));
    file.download = "my-list.json";
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
  });
  part("import").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    try {
      if (file.size > FILE_LIMIT) throw new RangeError();
      const given = JSON.parse(await file.text());
      if (!Array.isArray(given?.records)) throw new TypeError();
      const [mine, found] = [read(), checked(given.records)];
      const fresh = found.filter((item) => !mine.some((one) => one.record === item.record));
      const notes = new Map(found.map((item) => [item.record, item.note]));
      const kept = mine.map((item) => ({ ...item, note: item.note || notes.get(item.record) || "" }));
      const left = given.records.length - found.length;
      keep([...kept, ...fresh], `${counted(fresh.length)} added; ${found.length - fresh.length} were there already.${left ? ` ${counted(left)} could not be read.` : ""}`);
    } catch {
      say(`${file.name} is not a list of records. Choose a file that “Export as a file” made; nothing was changed.`);
    }
    target.value = "";
  });
  part("clear").addEventListener("click", () => keep([], "The list is deleted."));
  addEventListener("storage", draw);
  draw();
  part("with").hidden = false;
})();
