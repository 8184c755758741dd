// <beslut-sok organisation="…" lang="…">: a field that searches the archive this script comes from, on a page elsewhere.
// It asks as nobody (no cookie is sent), and shows what papers say as text, never as markup.
"use strict";

(() => {
  if (customElements.get("beslut-sok")) return;

  const home = new URL(".", document.currentScript.src);
  const SHOWN = 5;
  const LONGEST = 300; // characters of a passage
  const UNSEEN = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
  const MARKDOWN = /\*\*|__|^#{1,6}[ \t]+|^>[ \t]?|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])/gm;

  const TEXTS = {
    sv: {
      name: "Sök i handlingar",
      label: (of) => `Sök i protokoll och beslut${of ? ` från ${of}` : ""}`,
      search: "Sök",
      hits: "Träffar",
      close: "Stäng träffarna",
      all: "Alla träffar",
      empty: "Skriv minst ett ord i fältet.",
      searching: "Söker …",
      none: "Inga träffar. Sök på ett annat ord.",
      found: (total, shown) => `${total} ${total === 1 ? "träff" : "träffar"}${total > shown ? `, de ${shown} bästa visas` : ""}.`,
      refused: "Söktjänsten tar inte emot sökningar från den här webbplatsen.",
      login: "Söktjänsten kräver inloggning, så det går inte att söka härifrån.",
      away: "Söktjänsten svarar inte. Försök igen om en stund.",
      error: "Det gick inte att söka.",
      open: "Öppna söktjänsten",
    },
    en: {
      name: "Search papers",
      label: (of) => `Search minutes and decisions${of ? ` of ${of}` : ""}`,
      search: "Search",
      hits: "Hits",
      close: "Close the hits",
      all: "All hits",
      empty: "Write at least one word in the field.",
      searching: "Searching …",
      none: "No hits. Try another word.",
      found: (total, shown) => `${total} ${total === 1 ? "hit" : "hits"}${total > shown ? `, the best ${shown} are shown` : ""}.`,
      refused: "The search service takes no searches from this site.",
      login: "The search service requires a log-in, so one cannot search from here.",
      away: "The search service does not answer. Try again in a while.",
      error: "The search failed.",
      open: "Open the search service",
    },
  };

  const LOOK = new CSSStyleSheet();
  LOOK.replaceSync(`
    :host { display: block; color-scheme: light dark; --ink: #1d252c; --muted: #4a5762; --paper: #fff; --line: #6d7c89;
      --rule: #d3dbe1; --blue: #0b4f6c; --on-blue: #fff; --focus: #b45309; --mark: #fff0b3; --alert: #9b1c1c; }
    @media (prefers-color-scheme: dark) {
      :host { --ink: #e8edf1; --muted: #b3bfc9; --paper: #14191d; --line: #8796a3; --rule: #36424c; --blue: #8fd0ef;
        --on-blue: #0c1317; --focus: #ffb454; --mark: #5a4700; --alert: #ff9b9b; }
    }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    .all { color: var(--ink); background: var(--paper); border: 1px solid var(--rule); border-radius: 4px;
      padding: 0.8rem; line-height: 1.5; overflow-wrap: anywhere; }
    label { display: block; font-weight: 600; margin-bottom: 0.3rem; }
    .row { display: flex; flex-wrap: wrap; gap: 0.5rem; }
    input { flex: 1 1 10rem; min-width: 0; font: inherit; padding: 0.5rem 0.6rem; color: var(--ink);
      background: var(--paper); border: 1px solid var(--line); border-radius: 4px; }
    button { font: inherit; cursor: pointer; padding: 0.5rem 1rem; color: var(--blue); background: var(--paper);
      border: 1px solid var(--line); border-radius: 4px; }
    button.main { color: var(--on-blue); background: var(--blue); border-color: var(--blue); font-weight: 600; }
    a { color: var(--blue); text-underline-offset: 0.15em; }
    :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
    p { margin: 0.4rem 0 0; }
    .trouble { color: var(--alert); }
    ol { list-style: none; margin: 0.6rem 0; padding: 0; }
    li { border-top: 1px solid var(--rule); padding: 0.6rem 0; }
    .about { color: var(--muted); font-size: 0.95em; }
    mark { color: inherit; background: var(--mark); }
  `);

  const made = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };

  // The best of a passage as nodes: text, and its marked words. Places count characters, and not units of UTF-16.
  const passage = (hit) => {
    const letters = Array.from(hit.text);
    const text = (from, to) => {
      const words = letters.slice(from, to).join("").replace(UNSEEN, "\ufffd");
      return /\.md(?:#|$)/i.test(hit.source) ? words.replace(MARKDOWN, "") : words;
    };
    const marks = hit.highlights.map(([a, b]) => [a - hit.start, b - hit.start]).sort((a, b) => a[0] - b[0]);
    const first = marks.length ? marks[0][0] : 0;
    const cut = (at, step) => {
      while (at > 0 && at < letters.length && letters[at - (step < 0)].trim()) at += step;
      return Math.min(Math.max(at, 0), letters.length);
    };
    const start = first < LONGEST / 2 ? 0 : cut(first - LONGEST / 4, -1);
    const end = cut(start + LONGEST, 1);
    const nodes = [start ? "… " : ""];
    let at = start;
    for (const [from, to] of marks) {
      if (from < at || to > end || from >= to) continue;
      nodes.push(text(at, from), made("mark", {}, text(from, to)));
      at = to;
    }
    nodes.push(text(at, end), end < letters.length ? " …" : "");
    return nodes;
  };

  customElements.define("beslut-sok", class extends HTMLElement {
    #asked = null; // what stops the search at hand
    #said; #language; #field; #status; #list; #more; #panel;

    connectedCallback() {
      if (this.shadowRoot) return;
      const language = (this.closest("[lang]")?.lang ?? "").toLowerCase().startsWith("en") ? "en" : "sv";
      const root = this.attachShadow({ mode: "open", delegatesFocus: true });
      root.adoptedStyleSheets = [LOOK];
      const said = TEXTS[language];
      const field = made("input", { id: "q", type: "search", maxlength: "2000", autocomplete: "off" });
      const status = made("p", { role: "status" });
      const list = made("ol");
      const more = made("p");
      const close = made("button", { type: "button" }, said.close);
      const panel = made("section", { "aria-label": said.hits, hidden: "" }, list, more, made("p", {}, close));
      const form = made("form", { role: "search", "aria-label": said.name },
        made("label", { for: "q" }, said.label(this.#organisation)),
        made("div", { class: "row" }, field, made("button", { class: "main" }, said.search)));
      root.append(made("div", { class: "all", lang: language }, form, status, panel));
      [this.#said, this.#language, this.#field, this.#status] = [said, language, field, status];
      [this.#list, this.#more, this.#panel] = [list, more, panel];

      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#search(field.value.trim());
      });
      close.addEventListener("click", () => this.#close());
      root.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || panel.hidden) return;
        event.preventDefault(); // the field keeps its words
        event.stopPropagation();
        this.#close();
      });
    }

    disconnectedCallback() {
      this.#asked?.abort();
    }

    get #organisation() {
      return (this.getAttribute("organisation") ?? "").trim();
    }

    #close() {
      this.#panel.hidden = true;
      this.#status.replaceChildren();
      this.#field.focus();
    }

    async #search(words) {
      this.#asked?.abort();
      const asked = this.#asked = new AbortController();
      this.#panel.hidden = true;
      if (!words) {
        this.#tell(this.#said.empty);
        this.#field.focus();
        return;
      }
      this.#tell(this.#said.searching);
      const filters = this.#organisation ? { organisation: [this.#organisation] } : {};
      const body = JSON.stringify({ query: words, limit: SHOWN, group_by: "section", filters });
      try {
        const answer = await fetch(new URL("v1/search", home), {
          method: "POST", headers: { "content-type": "application/json" }, body,
          credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store", signal: asked.signal,
        });
        const told = await answer.json();
        if (asked.signal.aborted) return;
        if (answer.ok) this.#show(told, words);
        else if (answer.status === 401) this.#refuse(this.#said.login);
        else if (answer.status === 403 || answer.status === 421) this.#refuse(this.#said.refused);
        else this.#tell(`${this.#said.error} `, made("span", { lang: "sv" }, String(told.detail ?? "")));
        this.#status.classList.toggle("trouble", !answer.ok);
      } catch {
        if (asked.signal.aborted) return;
        // A browser does not say whether nobody answers or we may not read it: something that need not be read tells.
        const there = await fetch(new URL("healthz", home), { mode: "no-cors", credentials: "omit", cache: "no-store" })
          .then(() => true, () => false);
        if (asked.signal.aborted) return;
        if (there) this.#refuse(this.#said.refused);
        else this.#tell(this.#said.away);
        this.#status.classList.add("trouble");
      }
    }

    #tell(...nodes) {
      this.#status.classList.remove("trouble");
      this.#status.replaceChildren(...nodes);
    }

    #refuse(why) {
      const filters = this.#organisation ? { organisation: this.#organisation } : {};
      this.#tell(`${why} `, made("a", { href: this.#address("sok", filters), rel: "noreferrer" }, this.#said.open));
    }

    #show(told, words) {
      if (!told.hits.length) {
        this.#tell(this.#said.none);
        return;
      }
      this.#list.replaceChildren(...told.hits.map((hit) => this.#line(hit)));
      const filters = this.#organisation ? { organisation: this.#organisation } : {};
      const all = made("a", { href: this.#address("sok", { q: words, ...filters }), rel: "noreferrer" }, this.#said.all);
      this.#more.replaceChildren(...(told.total > told.hits.length ? [all] : []));
      this.#panel.hidden = false;
      this.#tell(this.#said.found(told.total, told.hits.length));
    }

    #line(hit) {
      const path = `handling/${encodeURIComponent(hit.document_id)}/sida/${Number(hit.page)}`;
      const href = `${this.#address(path, { markera: `${Number(hit.start)}-${Number(hit.end)}` })}#markering`;
      const heading = (hit.heading || hit.title).replace(UNSEEN, "\ufffd");
      const about = [hit.organisation, hit.committee, hit.date, hit.paragraph].filter(Boolean).join(", ");
      return made("li", { lang: "sv" },
        made("a", { href, rel: "noreferrer" }, heading),
        made("p", { class: "about" }, about.replace(UNSEEN, "\ufffd")),
        made("p", {}, ...passage(hit)));
    }

    #address(path, query) {
      const found = new URL(path, home);
      found.search = new URLSearchParams({ ...query, ...(this.#language === "en" ? { lang: "en" } : {}) });
      return found.href;
    }
  });
})();
