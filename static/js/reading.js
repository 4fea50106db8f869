// Comforts for reading a transcript: from hit to hit, countries on and off without loading, links to copy.
(() => {
  const marks = [...document.querySelectorAll("mark[id^='hit-']")];
  const bar = document.querySelector("[data-hits]");

  function stepper() {
    let at = Math.max(marks.findIndex((mark) => `#${mark.id}` === location.hash), firstInView());
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    const say = () => { said.textContent = `${at + 1} of ${marks.length}`; };
    const go = (by) => {
      marks[at]?.classList.remove("here");
      at = (at + by + marks.length) % marks.length;
      marks[at].classList.add("here");
      marks[at].scrollIntoView({ block: "center" });
      say();
    };
    const steps = document.createElement("div");
    steps.className = "hits__steps";
    steps.append(button("Previous", () => go(-1)), said, button("Next", () => go(1)));
    bar.querySelector(".hits__list").replaceWith(steps);
    marks[at].classList.add("here");
    say();
  }

  function firstInView() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const first = target ? marks.findIndex((mark) => target.contains(mark)) : 0;
    return Math.max(first, 0);
  }

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function switchMentions(link) {
    if (!document.querySelector(".mention")) return;
    const words = ["Hide marked countries", "Mark countries"];
    link.setAttribute("role", "button");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const off = document.body.classList.toggle("mentions-off");
      link.textContent = words[off ? 1 : 0];
    });
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); link.click(); }
    });
  }

  function copier(list) {
    if (!navigator.clipboard) return;
    const item = document.createElement("li");
    const address = document.querySelector("link[rel='canonical']")?.href || location.href.split(/[?#]/)[0];
    const copy = button("Copy link", async () => {
      await navigator.clipboard.writeText(address);
      copy.textContent = "Link copied";
      setTimeout(() => { copy.textContent = "Copy link"; }, 2000);
    });
    copy.setAttribute("aria-live", "polite");
    item.append(copy);
    list.append(item);
  }

  // A place of a long transcript that is on another of its pages: ask for that page, once.
  function otherPage() {
    const place = /^#(?:p(?=\d)|(?=r\d))(r?\d+)$/.exec(location.hash)?.[1];
    if (!place || document.getElementById(location.hash.slice(1))) return;
    const address = new URL(location.href);
    if (address.searchParams.get("p") === place) return;
    address.searchParams.delete("page");
    address.searchParams.set("p", place);
    location.replace(address);
  }

  if (document.querySelector("[data-pages]")) {
    otherPage();
    addEventListener("hashchange", otherPage);
  }
  if (bar && marks.length) stepper();
  document.querySelectorAll("[data-mentions]").forEach(switchMentions);
  document.querySelectorAll("[data-actions]").forEach(copier);
  if (matchMedia("(width < 64rem)").matches) document.querySelector(".contents__box")?.removeAttribute("open");
})();
