// Lets files be dropped anywhere on the page, and says what was chosen before it is sent. The form works without it.
(() => {
  const form = document.querySelector("[data-drop]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-chosen]");
  const limit = Number(form.dataset.limit);
  const size = (bytes) => bytes < 1048576 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1048576).toFixed(1)} MB`;

  const show = () => {
    list.replaceChildren(...[...input.files].map((file) => {
      const line = document.createElement("li");
      const large = file.size > limit && !file.name.toLowerCase().endsWith(".zip");
      line.textContent = `${file.name}, ${size(file.size)}${large ? `: too large, at most ${size(limit)} each` : ""}`;
      line.classList.toggle("error", large);
      return line;
    }));
  };

  const take = (files) => {
    const all = new DataTransfer();
    const chosen = input.multiple ? [...input.files, ...files] : [...files].slice(0, 1);
    chosen.forEach((file) => all.items.add(file));
    input.files = all.files;
    show();
  };

  const over = (event, is) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("drop--over", is);
  };

  form.querySelector("[data-drop-hint]").hidden = false;
  input.addEventListener("change", show);
  document.addEventListener("dragover", (event) => over(event, true));
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(event, false); });
  document.addEventListener("drop", (event) => {
    over(event, false);
    take(event.dataTransfer.files);
  });
  form.addEventListener("submit", () => {
    form.setAttribute("aria-busy", "true");
    form.querySelector("[data-read]").textContent = "Reading …";
  });
})();
