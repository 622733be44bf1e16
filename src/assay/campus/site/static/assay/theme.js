/* Runs before the first paint: the theme that this reader chose earlier, and the word "js" for the style sheet. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("assay-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage is switched off: the device's theme it is.
  }
})();
