// Copies a whole piece of code. Without script there is no button: a click on the code selects all of it (site.css). Where the
// browser gives no access to its clipboard, the button does the same, and the reader copies with the keyboard.
for (const line of document.querySelectorAll("[data-copy]")) {
  const code = line.parentElement.querySelector("code");
  const copied = line.querySelector("[role=status] > *");
  line.hidden = false;
  line.querySelector("button").addEventListener("click", async () => {
    copied.hidden = true;
    try {
      await navigator.clipboard.writeText(code.textContent);
      copied.hidden = false;
    } catch {
      getSelection().selectAllChildren(code);
    }
  });
}
