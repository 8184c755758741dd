// What the pages do better with a script; each does without. Nothing is fetched but from this server.
"use strict";

const byId = (id) => document.getElementById(id);
const field = byId("q");

// The question of a copied link, and within what it is asked, stand behind the #, which no server is sent: ask it by a
// form, which no log holds.
const linked = new URLSearchParams(location.hash.slice(1));
const asked = linked.get("fraga");
if (asked && field) {
  history.replaceState(null, "", location.pathname + location.search); // so that the way back does not ask again
  field.value = asked;
  for (const name of ["organisation", "organ", "typ", "ar", "utan"]) {
    for (const value of linked.getAll(name)) {
      field.form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
  }
  field.form.method = "post";
  field.form.submit();
}

// Of an answer that was written while the page came, the title is known last; and what was written before it is hidden
// where the stylesheet's :has is not known.
const told = document.querySelector("[data-title]");
const draft = document.querySelector(".draft");
if (told) document.title = told.dataset.title;
if (told && draft) draft.hidden = true;

// The answer's heading is where reading begins; what it comes to is said once.
const heading = document.querySelector("[data-focus]");
if (heading && !location.hash) heading.focus({ preventScroll: true });
const status = document.querySelector("[role=status]");
if (status) {
  const said = [...status.childNodes];
  status.replaceChildren();
  setTimeout(() => status.replaceChildren(...said), 150);
}

// To copy.
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const label = button.textContent;
  button.textContent = button.dataset.done;
  if (status) status.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 4000);
}
for (const button of document.querySelectorAll("[data-copy-link], [data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const { copyLink, copy: source, question, within } = button.dataset;
    copy(source ? byId(source).textContent
      : `${new URL(copyLink, location.href)}#${new URLSearchParams({ fraga: question })}${within && `&${within}`}`, button);
  });
}

// Headings and bodies of the archive that have what is being written.
const list = byId("forslag");
if (field && list) {
  let waiting;
  let last = "";
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const typed = field.value.trim();
      if (typed === last || typed.length < 2) return;
      last = typed;
      try {
        const answer = await fetch(field.dataset.suggest, { method: "POST", body: new URLSearchParams({ q: typed }) });
        if (!answer.ok || field.value.trim() !== typed) return;
        list.replaceChildren(...(await answer.json()).map((text) => new Option(text, text)));
      } catch { /* The server is away: one can write all the same. */ }
    }, 200);
  });
}

// Short cuts of one sign, off until they are wanted (WCAG 2.1.4).
const keys = byId("kortkommandon");
if (keys) {
  keys.closest("[hidden]").hidden = false;
  try { keys.checked = localStorage.getItem("kortkommandon") === "ja"; } catch { /* Storage may be forbidden. */ }
  keys.addEventListener("change", () => {
    try { localStorage.setItem("kortkommandon", keys.checked ? "ja" : "nej"); } catch { /* For this page only. */ }
  });
  const ways = {
    "/": () => field,
    n: () => document.querySelector("main a[rel=next]"),
    f: () => document.querySelector("main a[rel=prev]"),
  };
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (!keys.checked || writing || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = Object.hasOwn(ways, event.key) && ways[event.key]();
    if (!way) return;
    event.preventDefault();
    if (way === field) way.focus();
    else way.click();
  });
}

// Files on their way: how much of them has left is shown, and said at each quarter. The answer leads on, or stands in
// the place of the form.
const bar = byId("overforing");
if (bar) {
  bar.closest("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector("button");
    const request = new XMLHttpRequest();
    const rest = () => { // as a browser may come back to the form
      bar.hidden = true;
      button.disabled = false;
    };
    const lost = () => {
      status.textContent = status.dataset.lost;
      rest();
    };
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.value = loaded / total;
      const said = `${status.dataset.told} ${25 * Math.floor((4 * loaded) / total)} %`;
      if (status.textContent !== said) status.textContent = said;
    });
    request.addEventListener("error", lost);
    request.addEventListener("load", () => {
      if (request.responseURL !== form.action) {
        rest();
        location.assign(request.responseURL);
        return;
      }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const main = page.querySelector("main");
      if (!main) {
        lost();
        return;
      }
      document.querySelector("main").replaceWith(main);
      document.title = page.title;
      const told = main.querySelector("h1");
      told.tabIndex = -1;
      told.focus();
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.send(new FormData(form));
    bar.hidden = false;
    button.disabled = true;
  });
}

// An upload goes on: its page is fetched anew until it is done, and what is new there is put in. A server that is away
// is asked more and more seldom.
async function follow(job, wait) {
  const answer = await fetch(location.href).catch(() => null);
  const page = answer && answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page && page.getElementById("jobb");
  if (fresh) {
    const said = fresh.querySelector("#status").textContent;
    if (status.textContent !== said) status.textContent = said;
    job.querySelector("progress").value = fresh.querySelector("progress").value;
    const fates = byId("fates");
    [...fresh.querySelector("#fates").children].forEach((one, place) => {
      const old = fates.children[place];
      if (!old) fates.append(one);
      else if (!old.isEqualNode(one)) old.replaceWith(one);
    });
    if (!fresh.dataset.again) {
      byId("again").remove();
      return;
    }
  }
  const next = fresh ? Number(job.dataset.again) : 2 * wait;
  setTimeout(follow, next, job, next);
}
const job = byId("jobb");
if (job && job.dataset.again) {
  const wait = Number(job.dataset.again); // and not at once: the status above is put back in its place first
  setTimeout(follow, wait, job, wait);
}
