/* What makes the pages pleasant; each works without it. Words come from the templates, so that they are translated.
 *
 *   data-theme-toggle        a button that goes from the device's theme to light to dark
 *   data-copy="#id"          a button that copies a field's value
 *   data-confirm="question"  a button or link that asks first
 *   data-open="#id"          a button that opens a <dialog>; data-close inside closes it
 *   data-close-outside       a <details> that closes on Escape and on a click elsewhere
 *   data-autosave-form       a form that htmx saves; says so in its [data-autosave]
 *   data-focus-me            takes the focus when the page opens: the summary of errors
 */
(() => {
  "use strict";
  const root = document.documentElement;
  const say = document.body.dataset;

  // Theme
  const themes = ["system", "light", "dark"];
  const toggle = document.querySelector("[data-theme-toggle]");
  const showTheme = () => {
    const theme = root.dataset.theme ?? "system";
    toggle.textContent = toggle.dataset[`say${theme[0].toUpperCase()}${theme.slice(1)}`];
  };
  if (toggle) {
    toggle.hidden = false;
    showTheme();
    toggle.addEventListener("click", () => {
      const next = themes[(themes.indexOf(root.dataset.theme ?? "system") + 1) % themes.length];
      if (next === "system") delete root.dataset.theme;
      else root.dataset.theme = next;
      try {
        localStorage.setItem("assay-theme", next);
      } catch {
        // It lasts for this page then.
      }
      showTheme();
    });
  }

  // Copy
  const readyToCopy = (within) => {
    if (!navigator.clipboard) return; // no clipboard on plain http: the field can still be selected by hand
    for (const button of within.querySelectorAll("[data-copy]")) button.hidden = false;
  };
  const copy = async (button) => {
    const field = document.querySelector(button.dataset.copy);
    const label = button.dataset.label ?? button.textContent;
    button.dataset.label = label;
    try {
      await navigator.clipboard.writeText(field.value ?? field.textContent);
      button.textContent = say.sayCopied;
      setTimeout(() => { button.textContent = label; }, 2000);
    } catch {
      field.select?.();
    }
  };

  // Confirm
  const dialog = document.querySelector("[data-confirm-dialog]");
  let asked = null;
  let agreed = null;
  const ask = (event, element) => {
    if (!dialog?.showModal || element === agreed) {
      agreed = null;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    asked = element;
    dialog.querySelector("#confirm-question").textContent = element.dataset.confirm;
    dialog.returnValue = "no";
    dialog.showModal();
  };
  dialog?.addEventListener("close", () => {
    if (dialog.returnValue === "yes" && asked) {
      agreed = asked;
      asked.click();
    }
    asked = null;
  });

  // Clicks, in the capture phase: before htmx sees them
  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest?.(selector);
    for (const details of document.querySelectorAll("details[data-close-outside][open]")) {
      if (!details.contains(event.target)) details.open = false;
    }
    let element;
    if ((element = on("[data-confirm]"))) ask(event, element);
    else if ((element = on("[data-copy]"))) copy(element);
    else if ((element = on("[data-open]"))) document.querySelector(element.dataset.open)?.showModal();
    else if ((element = on("[data-close]"))) element.closest("dialog")?.close();
  }, true);
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector("details[data-close-outside][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // The rail is a closed bar on a phone and open beside the form on a desk
  const wide = matchMedia("(width >= 60rem)");
  const foldRails = () => {
    for (const rail of document.querySelectorAll(".rail-fold")) rail.open = wide.matches;
  };
  if (!wide.matches) foldRails();
  wide.addEventListener("change", foldRails);

  // Autosave, and steps that did not reach the server
  const autosave = (event, state, words) => {
    const form = event.target.closest?.("[data-autosave-form]");
    const place = form && (form.querySelector("[data-autosave]") ?? document.querySelector("[data-autosave]"));
    if (!place) return false;
    place.dataset.state = state;
    place.textContent = words;
    return true;
  };
  const failed = (event) => {
    if (autosave(event, "failed", say.sayNotSaved)) return;
    const place = document.querySelector(".messages");
    const notice = document.createElement("div");
    notice.className = "notice notice-fails";
    notice.append(document.createElement("p"));
    notice.firstChild.textContent = say.sayFailed;
    place?.replaceChildren(notice);
    place?.scrollIntoView({ block: "center" });
  };
  document.addEventListener("htmx:beforeRequest", (event) => autosave(event, "saving", say.saySaving));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    const now = new Intl.DateTimeFormat(root.lang, { hour: "2-digit", minute: "2-digit" }).format(new Date());
    autosave(event, "saved", `${say.saySaved} ${now}`);
  });
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
  document.addEventListener("htmx:load", (event) => readyToCopy(event.target));

  readyToCopy(document);
  document.querySelector("[data-focus-me]")?.focus();
})();
