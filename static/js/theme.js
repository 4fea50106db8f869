// Keeps a reader's choice of light or dark. Runs before the page is drawn, so that nothing flashes.
(() => {
  const WORDS = { "": "automatic", light: "light", dark: "dark" };
  const ORDER = Object.keys(WORDS);
  const read = () => {
    try { return localStorage.getItem("theme") || ""; } catch { return ""; }
  };
  const keep = (theme) => {
    try { localStorage.setItem("theme", theme); } catch { /* a private window: the choice lasts for this page */ }
  };
  const show = (theme) => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  };
  let theme = ORDER.includes(read()) ? read() : "";
  show(theme);
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    const say = () => { button.textContent = `Theme: ${WORDS[theme]}`; };
    button.hidden = false;
    say();
    button.addEventListener("click", () => {
      theme = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
      keep(theme);
      show(theme);
      say();
    });
  });
})();
