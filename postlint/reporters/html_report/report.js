"use strict";

// Everything a post contains reaches the page through `textContent` or a text node: nothing here
// makes markup of a string, and the page's policy would refuse it.

const data = JSON.parse(document.getElementById("overview").textContent);
const byId = (id) => document.getElementById(id);
const SEVERITIES = ["error", "warning", "info"];
const ICONS = { error: "\u2715", warning: "!", info: "i" };
const TAGS = new Set(
  ("p h3 h4 h5 h6 ul ol li table thead tbody tr th td div span pre code figure figcaption " +
    "blockquote br hr em strong del sup mark").split(" "),
);
/** Posts are open from the start when there are no more than this. */
const FEW_POSTS = 8;
const BARS = 8;
/** The room between two notes, in pixels; the style sheet has it, too. */
const NOTE_GAP = 8;

/** @typedef {{number: number, post: number, rule: string, severity: string, message: string,
 *   line: number, column: number, fix: number, hint: string, text: string}} Finding */

/** @type {Finding[]} */
const findings = [];
const posts = data.posts.map(([path, count], index) => {
  const first = findings.length;
  for (const item of data.findings.slice(first, first + count)) {
    const [rule, severity, message, line, column, fix, hint] = item;
    const text = `${message} ${rule} ${path}`.toLowerCase();
    const number = findings.length;
    findings.push({ number, post: index, rule, severity, message, line, column, fix, hint, text });
  }
  return { index, path, first, last: first + count, open: false, rendered: false };
});

let matching = new Set(findings.map((finding) => finding.number));
let current = -1;
let printing = false;

// Elements

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function drawing(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Text in which `code` is marked by backticks, as in the documentation of rules. */
function prose(text) {
  return text
    .split("`")
    .map((part, index) => (index % 2 ? element("code", {}, part) : document.createTextNode(part)));
}

const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

// Posts: content is strings (text) and [tag, attributes, ...children]

function build(content, seen) {
  if (typeof content === "string") return document.createTextNode(content);
  const [tag, attributes, ...children] = content;
  if (tag === "") {
    const fragment = document.createDocumentFragment();
    fragment.append(...children.map((child) => build(child, seen)));
    return fragment;
  }
  const made = document.createElement(TAGS.has(tag) ? tag : "span");
  if (attributes.c) made.className = attributes.c;
  if (attributes.t) made.title = attributes.t;
  if (attributes.start !== undefined) made.setAttribute("start", attributes.start);
  made.append(...children.map((child) => build(child, seen)));
  if (attributes.f) markFindings(made, attributes.f, seen);
  return made;
}

function markFindings(made, numbers, seen) {
  made.classList.add("hit");
  made.dataset.findings = numbers.join(" ");
  for (const number of numbers) {
    if (seen.has(number)) continue;
    seen.add(number);
    const finding = findings[number];
    const label = number - posts[finding.post].first + 1;
    const reference = element(
      "a",
      { class: "ref", href: `#note-${number}`, id: `mark-${number}`, "data-finding": number },
      element("span", { class: "hidden" }, "finding "),
      String(label),
    );
    made.append(reference);
  }
}

function note(finding) {
  const rule = data.rules[finding.rule] || {};
  const name = rule.url
    ? element("a", { href: rule.url, rel: "noreferrer", target: "_blank" }, finding.rule)
    : finding.rule;
  const label = finding.number - posts[finding.post].first + 1;
  return element(
    "article",
    {
      class: `note ${finding.severity}`,
      id: `note-${finding.number}`,
      tabindex: "-1",
      "data-finding": finding.number,
      "aria-label": `Finding ${label}`,
    },
    element(
      "p",
      { class: "note-head" },
      element("span", { class: "number" }, String(label)),
      element("span", { class: "severity" }, finding.severity),
      element("span", { class: "rule" }, name),
      element("a", { class: "place", href: `#mark-${finding.number}` }, `${finding.line}:${finding.column}`),
    ),
    element("p", { class: "message" }, finding.message),
    finding.hint ? element("p", { class: "hint" }, finding.hint) : null,
    rule.summary ? element("p", { class: "about muted" }, ...prose(rule.summary)) : null,
  );
}

function render(post) {
  if (post.rendered) return;
  post.rendered = true;
  const blocks = JSON.parse(byId(`post-${post.index}`).textContent);
  const seen = new Set();
  const rows = blocks.map((block) => {
    const content = element("div", { class: "content", dir: "auto" }, build(block.n, seen));
    if (!block.f.length) return element("div", { class: "row" }, content);
    const notes = block.f.map((number) => note(findings[number]));
    return element("div", { class: "row noted" }, content, element("div", { class: "notes" }, ...notes));
  });
  post.body.replaceChildren(...rows);
  showMatches(post);
}

/**
 * Puts each note beside its mark, where there is a column for notes, or below the note before.
 * Notes take no room in their row there, so that the text of the post reads on without gaps.
 */
function alignNotes(post) {
  if (!post.open || !post.rendered) return;
  const wide = matchMedia("(min-width: 68rem)").matches && !printing;
  const moves = [];
  const top = post.body.getBoundingClientRect().top;
  let bottom = top;
  for (const notes of wide ? post.body.querySelectorAll(".notes") : []) {
    let place = notes.getBoundingClientRect().top;
    for (const made of notes.querySelectorAll(".note:not([hidden])")) {
      const mark = byId(`mark-${made.dataset.finding}`);
      const wanted = mark ? mark.parentElement.getClientRects()[0] : null;
      const gap = Math.max(wanted ? wanted.top - 6 : 0, bottom + NOTE_GAP, place) - place;
      moves.push([made, gap]);
      bottom = place + gap + made.offsetHeight;
      place = bottom + NOTE_GAP;
    }
  }
  for (const made of post.body.querySelectorAll(".note")) made.style.marginTop = "";
  for (const [made, gap] of moves) made.style.marginTop = `${Math.round(gap)}px`;
  post.body.style.minHeight = wide ? `${Math.ceil(bottom - top) + 2 * NOTE_GAP}px` : "";
}

function setOpen(post, open) {
  post.open = open;
  post.body.hidden = !open;
  post.button.setAttribute("aria-expanded", String(open));
  post.article.classList.toggle("open", open);
  if (!open) return;
  if (post.near) {
    render(post);
    alignNotes(post);
  }
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const post = posts[Number(entry.target.dataset.post)];
      post.near = entry.isIntersecting;
      if (post.near && post.open && !post.rendered) {
        render(post);
        alignNotes(post);
      }
    }
  },
  { rootMargin: "1200px 0px" },
);

function makePost(post) {
  post.counts = element("span", { class: "counts" });
  post.body = element("div", { class: "body", id: `body-${post.index}`, hidden: true });
  const slash = post.path.lastIndexOf("/") + 1;
  post.button = element(
    "button",
    {
      type: "button",
      class: "title",
      "aria-expanded": "false",
      "aria-controls": `body-${post.index}`,
      onclick: () => setOpen(post, !post.open),
    },
    element("span", { class: "arrow", "aria-hidden": "true" }),
    element("span", { class: "path" }, element("span", { class: "folder" }, post.path.slice(0, slash)), post.path.slice(slash)),
    post.counts,
  );
  post.article = element(
    "article",
    { class: "post", "data-post": post.index },
    element("h2", {}, post.button),
    post.body,
  );
  return post.article;
}

// Filters

const filters = {
  query: byId("query"),
  severity: byId("severity"),
  rule: byId("rule"),
  post: byId("post"),
  fix: byId("fix"),
};

function applyFilters() {
  const words = filters.query.value.toLowerCase().split(/\s+/).filter(Boolean);
  const path = filters.post.value.toLowerCase();
  const { severity, rule, fix } = filters;
  matching = new Set();
  for (const finding of findings) {
    if (severity.value && finding.severity !== severity.value) continue;
    if (rule.value && finding.rule !== rule.value) continue;
    if (fix.value && finding.fix !== Number(fix.value)) continue;
    if (path && !posts[finding.post].path.toLowerCase().includes(path)) continue;
    if (words.every((word) => finding.text.includes(word))) matching.add(finding.number);
  }
  const shown = posts.filter(showMatches).length;
  byId("count").textContent =
    matching.size === findings.length
      ? `${counted(findings.length, "finding")} in ${counted(posts.length, "post")}`
      : `${matching.size.toLocaleString("en")} of ${counted(findings.length, "finding")} in ${counted(shown, "post")}`;
  drawCharts();
  posts.forEach(alignNotes);
}

/** Shows what of a post matches the filters; returns whether anything does. */
function showMatches(post) {
  const counts = { error: 0, warning: 0, info: 0 };
  for (let number = post.first; number < post.last; number++)
    if (matching.has(number)) counts[findings[number].severity]++;
  const chips = SEVERITIES.filter((name) => counts[name]).map((name) =>
    element("span", { class: `chip ${name}` }, counted(counts[name], name)),
  );
  post.counts.replaceChildren(...chips);
  post.article.hidden = !chips.length;
  if (post.rendered) {
    for (const made of post.body.querySelectorAll(".note"))
      made.hidden = !matching.has(Number(made.dataset.finding));
    for (const made of post.body.querySelectorAll(".ref"))
      made.hidden = !matching.has(Number(made.dataset.finding));
    for (const made of post.body.querySelectorAll(".hit")) {
      const numbers = made.dataset.findings.split(" ").map(Number).filter((one) => matching.has(one));
      const worst = SEVERITIES.find((name) => numbers.some((one) => findings[one].severity === name));
      made.classList.remove(...SEVERITIES);
      if (worst) made.classList.add(worst);
    }
  }
  return chips.length > 0;
}

function later(action, delay) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };
}

function setFilter(name, value) {
  filters[name].value = filters[name].value === value ? "" : value;
  applyFilters();
}

// Charts: of what matches the filters

function tally(key) {
  const counts = new Map();
  for (const number of matching) {
    const value = key(findings[number]);
    counts.set(value, (counts.get(value) || 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function drawCharts() {
  drawSeverities(new Map(tally((finding) => finding.severity)));
  drawBars(byId("rule-chart"), tally((finding) => finding.rule), "rule", (name) => name);
  drawBars(byId("post-chart"), tally((finding) => posts[finding.post].path), "post", (path) => path.split("/").pop());
}

function drawSeverities(counts) {
  const total = matching.size;
  const around = 2 * Math.PI * 40;
  const ring = drawing("svg", { viewBox: "0 0 100 100", class: "ring", "aria-hidden": "true" });
  ring.append(drawing("circle", { cx: 50, cy: 50, r: 40, class: "track" }));
  let offset = 0;
  for (const name of SEVERITIES) {
    const length = total ? ((counts.get(name) || 0) / total) * around : 0;
    if (!length) continue;
    ring.append(
      drawing("circle", {
        cx: 50,
        cy: 50,
        r: 40,
        class: `arc ${name}`,
        "stroke-dasharray": `${length} ${around - length}`,
        "stroke-dashoffset": -offset,
        transform: "rotate(-90 50 50)",
      }),
    );
    offset += length;
  }
  const sum = drawing("text", { x: 50, y: 57, class: "sum" });
  sum.textContent = total.toLocaleString("en");
  ring.append(sum);
  const legend = SEVERITIES.map((name) =>
    element(
      "button",
      {
        type: "button",
        class: `legend ${name}`,
        "aria-pressed": String(filters.severity.value === name),
        onclick: () => setFilter("severity", name),
      },
      element("span", { class: "dot", "aria-hidden": "true" }, ICONS[name]),
      counted(counts.get(name) || 0, name),
    ),
  );
  replaceKeepingFocus(byId("severity-chart"), ring, element("div", { class: "legends" }, ...legend));
}

function drawBars(place, counts, filter, short) {
  const most = counts.length ? counts[0][1] : 1;
  const bars = counts.slice(0, BARS).map(([value, count]) => {
    const fill = element("span", { class: "fill" });
    fill.style.width = `${Math.max(2, (count / most) * 100)}%`;
    return element(
      "li",
      {},
      element(
        "button",
        {
          type: "button",
          class: "bar-row",
          title: value,
          "aria-pressed": String(filters[filter].value === value),
          onclick: () => setFilter(filter, value),
        },
        element("span", { class: "name" }, short(value)),
        element("span", { class: "amount" }, count.toLocaleString("en")),
        element("span", { class: "rail", "aria-hidden": "true" }, fill),
      ),
    );
  });
  const rest = counts.slice(BARS);
  const left = rest.reduce((sum, [, count]) => sum + count, 0);
  const more = rest.length
    ? element("p", { class: "muted more" }, `${counted(left, "finding")} in ${counted(rest.length, `other ${filter}`)}`)
    : null;
  const list = bars.length ? element("ul", { class: "bars" }, ...bars) : element("p", { class: "muted" }, "None");
  replaceKeepingFocus(place, list, more);
}

/** Draws anew without taking the focus from a button that was pressed. */
function replaceKeepingFocus(place, ...children) {
  const label = place.contains(document.activeElement) ? document.activeElement.title || document.activeElement.className : null;
  place.replaceChildren(...children.filter(Boolean));
  if (label === null) return;
  const again = [...place.querySelectorAll("button")].find((one) => (one.title || one.className) === label);
  if (again) again.focus();
}

// From finding to finding

function goTo(number, target) {
  const post = posts[findings[number].post];
  current = number;
  post.near = true;
  if (!post.open) setOpen(post, true);
  render(post);
  alignNotes(post);
  for (const old of document.querySelectorAll(".current")) old.classList.remove("current");
  const card = byId(`note-${number}`);
  const mark = byId(`mark-${number}`);
  for (const made of [card, mark && mark.closest(".hit")]) if (made) made.classList.add("current");
  const seen = target === "mark" && mark ? mark : card;
  (mark || card).scrollIntoView({ block: "center" });
  seen.focus({ preventScroll: true });
}

function step(direction) {
  const numbers = [...matching];
  if (!numbers.length) return;
  const after = numbers.findIndex((number) => number > current);
  const before = numbers.findLastIndex((number) => number < current);
  const index = direction > 0 ? (after < 0 ? 0 : after) : before < 0 ? numbers.length - 1 : before;
  goTo(numbers[index], "note");
}

function followHash() {
  const match = /^#(note|mark)-([0-9]+)$/.exec(location.hash);
  if (match && Number(match[2]) < findings.length) goTo(Number(match[2]), match[1]);
}

// The theme: the system's until somebody chooses

const THEMES = ["auto", "light", "dark"];

function storedTheme() {
  try {
    return localStorage.getItem("postlint-theme") || "auto";
  } catch {
    return "auto";
  }
}

function setTheme(theme) {
  const known = THEMES.includes(theme) ? theme : "auto";
  document.documentElement.dataset.theme = known;
  byId("theme").textContent = { auto: "\u25d0 Auto", light: "\u2600 Light", dark: "\u263e Dark" }[known];
  byId("theme").setAttribute("aria-label", `Theme: ${known}`);
  try {
    localStorage.setItem("postlint-theme", known);
  } catch {
    // A browser may keep nothing for files; the choice then lasts as long as the page.
  }
}

// Start

function showOverview() {
  const { files, safe, unsafe, fixed } = data.summary;
  byId("verdict").textContent = findings.length
    ? `${counted(findings.length, "problem")} in ${posts.length.toLocaleString("en")} of ${counted(files, "post")}`
    : `No problems found in ${counted(files, "post")}`;
  const more = safe ? "more" : "can be fixed";
  byId("details").textContent = [
    fixed ? `${counted(fixed, "problem")} fixed` : "",
    safe ? `${safe.toLocaleString("en")} can be fixed with --fix` : "",
    unsafe ? `${unsafe.toLocaleString("en")} ${more} with --fix --unsafe-fixes` : "",
  ]
    .filter(Boolean)
    .join(", ");
  byId("home").href = data.home;
  if (data.failures.length) {
    const items = data.failures.map(([path, message]) =>
      element("li", {}, path ? element("code", {}, path) : null, path ? ": " : null, message),
    );
    byId("failures").append(element("p", {}, "Some checks could not be made:"), element("ul", {}, ...items));
    byId("failures").hidden = false;
  }
  for (const name of SEVERITIES) filters.severity.append(element("option", { value: name }, name));
  for (const name of Object.keys(data.rules).sort()) filters.rule.append(element("option", { value: name }, name));
}

function listen() {
  const soon = later(applyFilters, 120);
  byId("filters").addEventListener("input", soon);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", () => setTimeout(applyFilters));
  byId("next").addEventListener("click", () => step(1));
  byId("previous").addEventListener("click", () => step(-1));
  byId("theme").addEventListener("click", () => {
    const index = THEMES.indexOf(document.documentElement.dataset.theme);
    setTheme(THEMES[(index + 1) % THEMES.length]);
  });
  byId("toggle-all").addEventListener("click", (event) => {
    const open = event.target.textContent === "Open all";
    posts.forEach((post) => setOpen(post, open));
    event.target.textContent = open ? "Close all" : "Open all";
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#note-'], a[href^='#mark-']");
    const hit = link ? null : event.target.closest(".hit");
    if (link) {
      event.preventDefault();
      history.replaceState(null, "", link.getAttribute("href"));
      followHash();
    } else if (hit && !String(getSelection())) {
      const number = hit.dataset.findings.split(" ").map(Number).find((one) => matching.has(one));
      if (number !== undefined) goTo(number, "note");
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "Escape") {
      byId("filters").reset();
    } else if (typing) {
      return;
    } else if (event.key === "/") {
      event.preventDefault();
      filters.query.focus();
    } else if (event.key === "j" || event.key === "k") {
      step(event.key === "j" ? 1 : -1);
    }
  });
  addEventListener("hashchange", followHash);
  addEventListener("resize", later(() => posts.forEach(alignNotes), 100));
  const setPrinting = (now) => {
    printing = now;
    for (const post of posts) {
      if (post.open) render(post);
      alignNotes(post);
    }
  };
  addEventListener("beforeprint", () => setPrinting(true));
  addEventListener("afterprint", () => setPrinting(false));
}

setTheme(storedTheme());
showOverview();
if (findings.length) {
  byId("posts").append(...posts.map(makePost));
  byId("charts").hidden = false;
  byId("filters").hidden = false;
  applyFilters();
  listen();
  for (const post of posts) watcher.observe(post.article);
  if (posts.length <= FEW_POSTS) byId("toggle-all").click();
  followHash();
} else {
  listen();
}
document.documentElement.dataset.ready = "";
