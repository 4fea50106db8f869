// Saves a draft while it is being corrected, so that a reload loses nothing, and sends only what was changed.
// Without it every button sends and saves the whole page of turns.
(() => {
  const form = document.querySelector("[data-draft]");
  if (!form) return;
  const said = form.querySelector("[data-saved]");
  if (matchMedia("(min-width: 1024px)").matches) form.querySelectorAll("[data-roomy]").forEach((part) => { part.open = true; });
  const PAUSE = 1200;
  let waiting = 0;
  let running = null;
  let changed = false;

  // What was saved last of each field, at first what the page came with. A browser that fills a page in again on the way
  // back does not deceive it: defaultValue is what the server sent.
  const saved = new Map();
  const cameWith = (field) => {
    if (field.tagName === "SELECT") return ([...field.options].find((one) => one.defaultSelected) || field.options[0]).value;
    return field.defaultValue;
  };
  const hasChanged = (field) => field.value !== (saved.has(field.name) ? saved.get(field.name) : cameWith(field));

  // A turn is sent whole where one of its fields has changed, and where a button is about it.
  form.addEventListener("formdata", (event) => {
    if ("whole" in form.dataset) return; // filled in again after signing in: what the page came with is not saved yet
    const data = event.formData;
    const about = /^(?:merge|split|alike|leave):(\d+)/.exec(data.get("do") || "");
    const turns = new Set(about ? [about[1]] : []);
    for (const field of form.querySelectorAll(".turn__fields [name]")) {
      if (hasChanged(field)) turns.add(field.name.split("-")[1]);
    }
    for (const name of [...data.keys()]) {
      const turn = /^turn-(\d+)-/.exec(name);
      if (turn && !turns.has(turn[1])) data.delete(name);
    }
  });

  const save = async () => {
    changed = false;
    said.textContent = "Saving …";
    const body = new FormData(form);
    body.set("do", "save");
    for (const name of ["find", "go-page", "go-turn"]) body.delete(name);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const result = await answer.json();
      if (result.error) throw new Error(result.error);
      form.elements.edits.value = result.edits;
      for (const [name, value] of body) saved.set(name, value);
      Object.entries(result.values).forEach(([name, value]) => {
        saved.set(name, value);
        const field = form.elements[name];
        if (field && field.value === body.get(name) && field !== document.activeElement) field.value = value;
      });
      Object.entries(result.bases).forEach(([name, value]) => {
        if (form.elements[name]) form.elements[name].value = value;
      });
      const problems = [...result.errors, ...Object.values(result.fields).flat()];
      said.textContent = problems.length ? `Not all saved: ${problems.join(" ")}` : "Saved.";
    } catch (error) {
      changed = true;
      said.textContent = error instanceof SyntaxError || error instanceof TypeError ? "Not saved: press “Save changes”." : error.message;
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target.closest(".ways")) return;
    changed = true;
    said.textContent = "";
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const mine = (running || Promise.resolve()).then(save);
      running = mine;
      mine.then(() => { if (running === mine) running = null; });
    }, PAUSE);
  });

  // A button waits for a saving that is under way, or its page would be taken for a stale one.
  // Pressed twice, a button does its work once.
  let sent = false;
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    changed = false;
    if (!running && !sent) {
      sent = true;
      return;
    }
    event.preventDefault();
    if (sent) return;
    const button = event.submitter;
    running.then(() => form.requestSubmit(button));
  });

  window.addEventListener("pageshow", () => { sent = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
})();
