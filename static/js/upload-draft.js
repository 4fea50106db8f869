// Saves a draft while it is being corrected, so that a reload loses nothing. Without it every button saves.
(() => {
  const form = document.querySelector("[data-draft]");
  if (!form) return;
  const said = form.querySelector("[data-saved]");
  if (matchMedia("(min-width: 1024px)").matches) form.querySelectorAll("[data-roomy]").forEach((part) => { part.open = true; });
  const PAUSE = 1200;
  let waiting = 0;
  let running = null;
  let changed = false;

  const save = async () => {
    changed = false;
    said.textContent = "Saving …";
    const body = new FormData(form);
    body.set("do", "save");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const result = await answer.json();
      if (result.error) throw new Error(result.error);
      form.elements.edits.value = result.edits;
      Object.entries(result.values).forEach(([name, value]) => {
        const field = form.elements[name];
        if (field && field.value === body.get(name) && field !== document.activeElement) field.value = value;
      });
      const problems = [...result.errors, ...Object.values(result.fields).flat()];
      said.textContent = problems.length ? `Not all saved: ${problems.join(" ")}` : "Saved.";
    } catch (error) {
      changed = true;
      said.textContent = error instanceof SyntaxError || error instanceof TypeError ? "Not saved: press “Save changes”." : error.message;
    }
  };

  form.addEventListener("input", () => {
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
