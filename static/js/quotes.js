// Words that are selected in a transcript can be copied with their citation and an address that marks them.
"use strict";
(() => {
  const text = document.querySelector("[data-quotes]");
  const marked = document.getElementById("quote");
  if (marked && location.hash.startsWith("#quote") && !marked.matches(":target")) marked.scrollIntoView({ block: "center" });
  if (!text) return;

  const SHORT = 240; // characters of words that are sent whole
  const ENDS = 100; // of longer ones: how they begin and end
  const bar = document.createElement("div");
  bar.className = "quotebar";
  bar.lang = "en";
  bar.dir = "ltr";
  bar.hidden = true;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy quote with link";
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  bar.append(button, said);
  text.after(bar);

  const count = (string) => [...string].length;
  const isLetter = (char) => /[\p{L}\p{N}\p{M}]/u.test(char ?? "");
  const isSpaced = (char) => !/[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/.test(char ?? "");
  const within = (letters, at) => isLetter(letters[at - 1]) && isLetter(letters[at]) && isSpaced(letters[at]);

  // The characters of a paragraph that a range holds, as whole words; the sign that links to it is not among them.
  function taken(paragraph, range) {
    const words = document.createRange();
    words.selectNodeContents(paragraph);
    const link = paragraph.querySelector(".paragraph__link");
    if (link) words.setEndBefore(link);
    const letters = [...words.toString()];
    const upTo = (node, offset) => {
      const before = words.cloneRange();
      if (before.comparePoint(node, offset) < 0) return 0;
      if (before.comparePoint(node, offset) > 0) return letters.length;
      before.setEnd(node, offset);
      return count(before.toString());
    };
    let start = upTo(range.startContainer, range.startOffset);
    let end = upTo(range.endContainer, range.endOffset);
    while (start < end && !isLetter(letters[start]) && /\s/.test(letters[start])) start += 1;
    while (end > start && /\s/.test(letters[end - 1])) end -= 1;
    while (start < end && within(letters, start)) start -= 1;
    while (start < end && within(letters, end)) end += 1;
    return { number: paragraph.id.slice(1), start, end, length: letters.length, words: letters.slice(start, end).join("") };
  }

  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return null;
    const every = [...text.querySelectorAll(".paragraph")].filter((paragraph) => range.intersectsNode(paragraph));
    const pieces = every.map((paragraph) => taken(paragraph, range)).filter((piece) => piece.words.trim());
    return pieces.length ? { pieces, range } : null;
  }

  function address({ pieces }) {
    const whole = pieces.map((piece) => piece.words).join(" ").replace(/\s+/g, " ");
    const letters = [...whole];
    const ends = [letters.slice(0, ENDS).join(""), letters.slice(-ENDS).join("")];
    const quote = letters.length > SHORT ? `${ends[0].replace(/\s\S*$/, "")} … ${ends[1].replace(/^\S*\s/, "")}` : whole;
    const before = pieces.slice(0, -1).reduce((sum, piece) => sum + piece.length, 0);
    const asked = new URLSearchParams({ format: "quote", quote, at: `${pieces[0].start}-${before + pieces.at(-1).end}` });
    if (pieces[0].number) asked.set("p", pieces[0].number);
    return `${text.dataset.quotes}?${asked}`;
  }

  async function fetched(chosen) {
    const answer = await fetch(address(chosen));
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  }

  // Browsers allow copying only while a press is handled: they take a promise of the text.
  async function copy(promise) {
    if (!navigator.clipboard) throw new Error("no clipboard");
    if (!window.ClipboardItem) return navigator.clipboard.writeText(await promise);
    const blob = promise.then((copied) => new Blob([copied], { type: "text/plain" }));
    return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  }

  // Where the browser lets no page copy, what is to be copied is shown and selected.
  function offer(copied) {
    const field = document.createElement("textarea");
    field.readOnly = true;
    field.rows = 6;
    field.value = copied;
    field.setAttribute("aria-label", "Quote with link");
    bar.querySelector("textarea")?.remove();
    bar.append(field);
    field.select();
    said.textContent = "Press Ctrl+C to copy.";
  }

  button.addEventListener("click", async () => {
    const chosen = selected() ?? bar.chosen;
    if (!chosen) return;
    const promise = fetched(chosen);
    try {
      await copy(promise);
      said.textContent = "Copied: the words, their citation and a link.";
    } catch {
      try {
        offer(await promise);
      } catch {
        said.textContent = "The site did not answer, so nothing was copied. Press again.";
      }
    }
  });

  function place(range) {
    const ends = range.getClientRects();
    const end = ends[ends.length - 1] ?? range.getBoundingClientRect();
    const gap = matchMedia("(pointer: coarse)").matches ? 40 : 8; // fingers' handles hang below the words
    bar.hidden = false;
    const left = Math.min(end.right - bar.offsetWidth / 2, document.documentElement.clientWidth - bar.offsetWidth - 8);
    bar.style.left = `${Math.max(8, left) + scrollX}px`;
    bar.style.top = `${end.bottom + gap + scrollY}px`;
  }

  function show() {
    if (bar.contains(document.activeElement)) return;
    const chosen = selected();
    if (!chosen) {
      bar.hidden = true;
      return;
    }
    bar.chosen = chosen;
    said.textContent = "";
    bar.querySelector("textarea")?.remove();
    chosen.range.endContainer.parentElement?.closest(".record, .record--alone")?.after(bar); // next for the Tab key
    place(chosen.range);
  }

  let waiting;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 250);
  });
  document.addEventListener("keydown", (event) => {
    if (bar.hidden) return;
    if (event.key === "Escape") {
      bar.hidden = true;
      getSelection().removeAllRanges();
    } else if (event.key === "Tab" && !event.shiftKey && document.activeElement === document.body) {
      event.preventDefault(); // words are selected and nothing else has the focus: the next thing is what to do with them
      button.focus({ preventScroll: true });
    }
  });
})();
