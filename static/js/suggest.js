// While a query is typed, offer people, countries and phrases that complete it. The list is the browser's own.
(() => {
  const box = document.querySelector("input[data-suggest]");
  if (!box) return;
  const list = document.createElement("datalist");
  list.id = "suggestions";
  box.after(list);
  box.setAttribute("list", list.id);

  const option = (suggestion) => {
    const made = document.createElement("option");
    made.value = suggestion.query;
    made.label = suggestion.count ? `${suggestion.text}, ${suggestion.count}` : suggestion.text;
    return made;
  };

  let waiting;
  let asked = "";
  const ask = async () => {
    asked = box.value;
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(asked)}`);
      const { suggestions } = await answer.json();
      if (asked === box.value) list.replaceChildren(...suggestions.map(option));
    } catch { /* without an answer there is nothing to offer */ }
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });
})();
