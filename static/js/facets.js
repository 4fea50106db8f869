// Comforts for narrowing a search: folds stay as they were left, long lists can be filtered, what is ticked applies at once.
(() => {
  const store = {
    get: (key) => { try { return sessionStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { sessionStorage.setItem(key, value); } catch { /* a private window: nothing is remembered */ } },
  };

  document.querySelectorAll("details[data-remember]").forEach((details) => {
    const key = `open:${details.dataset.remember}`;
    const kept = store.get(key);
    if (kept !== null && !details.querySelector(":checked")) details.open = kept === "yes";
    details.addEventListener("toggle", (event) => {
      if (event.target === details) store.set(key, details.open ? "yes" : "no");
    });
  });

  document.querySelectorAll(".facet__values").forEach((list) => {
    const rows = [...list.querySelectorAll(".facet__value")];
    if (rows.length < 8) return;
    const label = list.querySelector("legend").textContent.toLowerCase();
    const box = document.createElement("input");
    box.type = "search";
    box.placeholder = "Find";
    box.setAttribute("aria-label", `Find in ${label}`);
    box.addEventListener("input", () => {
      const wanted = box.value.trim().toLowerCase();
      rows.forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(wanted); });
    });
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    const holder = document.createElement("div");
    holder.className = "facet__find";
    holder.append(box);
    list.querySelector("legend").after(holder);
  });

  const apply = document.querySelector(".filters__apply button");
  const boxes = [...document.querySelectorAll(".facet__value input, .facet__choice select")];
  const usual = new Map(boxes.map((box) => [box, box.querySelector("option[selected]")?.value]));
  const differs = (box) => (box.options ? box.value !== usual.get(box) : box.checked !== box.defaultChecked);
  const changed = () => boxes.filter(differs).length;
  const count = () => {
    const waiting = changed();
    apply.textContent = waiting ? `Apply ${waiting} ${waiting === 1 ? "change" : "changes"}` : "Apply filters";
  };
  const DELAY = 600; // milliseconds in which more can be ticked
  const form = document.getElementById("search-form");
  let timer = 0;
  const applySoon = (box) => {
    clearTimeout(timer);
    if (changed() === 0) return;
    timer = setTimeout(() => {
      apply.textContent = "Applying …";
      store.set("ticked", JSON.stringify({ id: box.id, top: box.getBoundingClientRect().top }));
      form.requestSubmit();
    }, DELAY);
  };
  // A value is wanted, or not wanted, or neither.
  const otherBox = (box) => [...(box.closest(".facet__value")?.querySelectorAll("input") ?? [])].find((other) => other !== box);
  boxes.forEach((box) => box.addEventListener("change", () => {
    if (box.checked && otherBox(box)) otherBox(box).checked = false;
    count();
    applySoon(box);
  }));

  form.addEventListener("submit", () => clearTimeout(timer));

  // The reader goes on at the box that was ticked.
  const ticked = JSON.parse(store.get("ticked") ?? "null");
  store.set("ticked", "null");
  const again = ticked?.id && document.getElementById(ticked.id);
  if (again) {
    if (!again.checkVisibility?.()) document.getElementById("filters").open = true;
    again.focus({ preventScroll: true });
    scrollBy({ top: again.getBoundingClientRect().top - ticked.top, behavior: "instant" });
  }

  // A page taken whole from the browser's memory (Back) still has what was ticked after it was loaded: show what is applied.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    clearTimeout(timer);
    form.reset();
    count();
  });
})();
