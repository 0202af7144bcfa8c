/** The element `glossary-term`. To load `glossary.js` defines it. */
export interface GlossaryTermElement extends HTMLElement {
  /** Opens the card, if there is one. */
  show(): void;
  /** Closes the card. */
  hide(): void;
}

/** What every event of the element says. */
export interface GlossaryDetail {
  /** The term, as the element has it. */
  term: string;
}

/** Why there is no card. A later version may add reasons. */
export type GlossaryReason = "network" | "timeout" | "status" | "malformed" | "unknown-term" | (string & {});

export interface GlossaryErrorDetail extends GlossaryDetail {
  reason: GlossaryReason;
}

declare global {
  interface HTMLElementTagNameMap {
    "glossary-term": GlossaryTermElement;
  }
  interface HTMLElementEventMap {
    "glossary-ready": CustomEvent<GlossaryDetail>;
    "glossary-open": CustomEvent<GlossaryDetail>;
    "glossary-close": CustomEvent<GlossaryDetail>;
    "glossary-error": CustomEvent<GlossaryErrorDetail>;
  }
}
