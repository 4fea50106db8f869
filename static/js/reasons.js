// Under a country that a record mentions, the first sentences that say so: fetched when it is pointed at or has the focus.
(() => {
  const PAUSE = 90; // milliseconds: a pointer that only passes asks for nothing
  const wide = matchMedia("(width >= 40rem)");
  const asked = new WeakSet();

  const fetched = async (tag) => {
    if (asked.has(tag) || !tag.matches(":hover, :focus-within")) return;
    asked.add(tag);
    const why = tag.querySelector(".tag__why");
    try {
      const answer = await fetch(`${why.pathname}short/`);
      if (answer.ok) why.insertAdjacentHTML("afterend", await answer.text());
    } catch {
      asked.delete(tag); // no connection: the next time asks again, and "why" leads there too
    }
  };
  const soon = ({ target }) => {
    const tag = target.closest(".tags .tag");
    if (tag && wide.matches) setTimeout(fetched, PAUSE, tag);
  };

  // Escape closes the sentences until the pointer or the focus moves on.
  document.querySelectorAll(".tags").forEach((tags) => {
    tags.addEventListener("pointerover", soon);
    tags.addEventListener("focusin", soon);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") tags.classList.add("tags--closed"); });
    ["mouseleave", "focusin"].forEach((kind) => tags.addEventListener(kind, () => tags.classList.remove("tags--closed")));
  });
})();
