// What the page shows: the data, its elements, and the posts with their notes.

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

/** A text whose options of the command line are not broken at their hyphens. */
function withOptions(text) {
  const pieces = text.split(/(--fix(?: --unsafe-fixes)?)/);
  return pieces.map((piece, index) => (index % 2 ? element("span", { class: "option" }, piece) : piece));
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
    finding.hint ? element("p", { class: "hint" }, ...withOptions(finding.hint)) : null,
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
