/* Single keys work the buttons, links and fields that name them (data-key). They can be switched off, and never act while
   somebody writes (WCAG 2.1.4). */
"use strict";

(() => {
  const off = () => localStorage.getItem("single-keys") == "off";

  function tell() {
    const box = document.getElementById("single-keys");
    if (box) box.checked = !off();
  }

  document.addEventListener("change", event => {
    if (event.target.id == "single-keys") localStorage.setItem("single-keys", event.target.checked ? "on" : "off");
  });
  document.addEventListener("keydown", event => {
    const writing = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
    if (writing || event.ctrlKey || event.altKey || event.metaKey || off()) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.focus();
    if (target.matches("textarea")) target.scrollIntoView({ block: "center" });
    else target.click();
  });
  new MutationObserver(tell).observe(document.body, { childList: true });
  tell();
})();
