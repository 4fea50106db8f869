// Where the reader is in a transcript: a bar with the speaker, the contents and the find box, and the way back after a jump.
(() => {
  const records = [...document.querySelectorAll(".record[id]")];
  if (records.length < 2) return;
  const box = document.querySelector(".contents__box");
  const recordOf = (link) => document.getElementById(link.hash.slice(1))?.closest(".record")?.id;
  const links = new Map([...document.querySelectorAll(".contents__item a")].map((link) => [recordOf(link), link]));
  const narrow = matchMedia("(width < 64rem)");
  const READING_LINE = 0.3; // of the window's height, from its top

  const bar = document.createElement("nav");
  bar.className = "readbar";
  bar.setAttribute("aria-label", "Reading");
  const here = document.createElement("a");
  here.className = "readbar__here";
  const back = button("Back to where I was", goBack);
  back.classList.add("readbar__back");
  back.hidden = true;
  const list = button("Contents", showContents);
  const find = button("Find", showFind);
  bar.append(here, back, list, find);
  list.hidden = !box;
  find.hidden = !document.getElementById("find-in");
  document.querySelector("main").append(bar);

  let left = null;
  let current = null;

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function reading() {
    const line = innerHeight * READING_LINE;
    let low = 0;
    let high = records.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (records[middle].getBoundingClientRect().top <= line) low = middle;
      else high = middle - 1;
    }
    return records[low];
  }

  function follow() {
    const record = reading();
    bar.classList.toggle("readbar--shown", records[0].getBoundingClientRect().top < innerHeight * READING_LINE);
    if (record === current) return;
    links.get(current?.id)?.removeAttribute("aria-current");
    current = record;
    const said = [...record.querySelectorAll(".turn__name")].at(-1)?.textContent ?? "";
    here.href = `#${record.id}`;
    here.textContent = [record.id.slice(1), said].filter(Boolean).join(" · ");
    const link = links.get(record.id);
    link?.setAttribute("aria-current", "location");
    keepInSight(link);
  }

  // Only the list is scrolled, never the page.
  function keepInSight(link) {
    const scrolled = link?.closest(".contents, ol");
    const holder = [scrolled, scrolled?.closest(".contents")].find((one) => one && one.scrollHeight > one.clientHeight + 1);
    if (!holder) return;
    const at = link.getBoundingClientRect().top - holder.getBoundingClientRect().top;
    if (at < 40 || at > holder.clientHeight - 60) holder.scrollTop += at - holder.clientHeight / 3;
  }

  function leave() {
    left = scrollY;
    back.hidden = false;
  }

  function goBack() {
    if (left !== null) scrollTo({ top: left, behavior: "instant" });
    back.hidden = true;
    left = null;
  }

  function showContents() {
    leave();
    box.open = true;
    box.scrollIntoView({ block: "start" });
    box.querySelector("a")?.focus({ preventScroll: true });
  }

  function showFind() {
    leave();
    const field = document.getElementById("find-in");
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  }

  // A link to a place of this page is a jump; from the contents on a phone it goes on from where Contents was pressed.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href*='#']");
    if (!link || link.pathname !== location.pathname || link.search !== location.search || link === here) return;
    if (!document.getElementById(link.hash.slice(1))) return;
    if (left === null || !narrow.matches) leave();
  });

  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  follow();
})();
