/** What `glossary-auto.js` has for scripts of the page. To load it begins the work, unless its address has `?wait`. */
export interface GlossaryAuto {
  /** Links the words of the page, now and as it changes. */
  start(): void;
  /** Takes every link back, and ends the work. */
  stop(): void;
}

declare global {
  var glossaryAuto: GlossaryAuto;
}
