/* Single keys work the buttons, links and fields that name them (data-key). */
"use strict";

(() => {
  /* WCAG 2.1.4: single keys can be switched off, and never act while somebody writes. */
  const single = document.getElementById("single-keys");
  if (single) {
    single.checked = localStorage.getItem("single-keys") != "off";
    single.addEventListener("change", () => localStorage.setItem("single-keys", single.checked ? "on" : "off"));
  }
  document.addEventListener("keydown", event => {
    const busy = event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select");
    const target = busy || (single && !single.checked) ? null : document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.focus();
    if (target.matches("textarea")) target.scrollIntoView({ block: "center" });
    else target.click();
  });
})();
