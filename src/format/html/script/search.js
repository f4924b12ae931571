// Search and filters.

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const haystacks = nodes.map((node) => {
  const of = node.sources.map((index) => {
    const { key, title, author, publisher, url } = sources[index];
    return [key, title, author, publisher, url];
  });
  return folded([node.id, node.text, node.kind, ...of.flat()].filter((word) => word).join("\n"));
});

function search() {
  const words = folded(byId("search").value).split(/\s+/).filter((word) => word);
  const isHit = (hay) => words.every((word) => hay.includes(word));
  state.hits = words.length === 0 ? [] : haystacks.flatMap((hay, node) => (isHit(hay) ? [node] : []));
  state.hit = -1;
  const hits = new Set(state.hits);
  groups.forEach((group, node) => {
    group?.classList.toggle("hit", hits.has(node));
    group?.classList.remove("current");
  });
  byId("hits").hidden = words.length === 0;
  const said = words.length === 0 ? "" : state.hits.length === 0 ? "Nothing found" : count(state.hits.length, "hit");
  byId("hits-words").textContent = said;
  const most = 100;
  const items = state.hits.slice(0, most).map((node, at) =>
    make("li", {}, make("button", { type: "button", "data-hit": at, click: () => goToHit(at) }, idOf(node), " ", make("span", { dir: "auto" }, cut(nodes[node].text, 110)))),
  );
  byId("hits-list").replaceChildren(...items);
  for (const id of ["previous-hit", "next-hit"]) byId(id).disabled = state.hits.length === 0;
  say(said);
}

function goToHit(at) {
  if (state.hits.length === 0) return;
  groups[state.hits[state.hit]]?.classList.remove("current");
  state.hit = (at + state.hits.length) % state.hits.length;
  const node = state.hits[state.hit];
  select(node);
  groups[node]?.classList.add("current");
  for (const button of byId("hits-list").querySelectorAll("button")) {
    const isCurrent = Number(button.dataset.hit) === state.hit;
    if (isCurrent) {
      button.setAttribute("aria-current", "true");
      button.scrollIntoView({ block: "nearest" });
    } else button.removeAttribute("aria-current");
  }
  byId("hits-words").textContent = `Hit ${state.hit + 1} of ${state.hits.length}`;
  say(`Hit ${state.hit + 1} of ${state.hits.length}: ${nodes[node].id}, ${cut(nodes[node].text, 120)}`);
}

function clearSearch() {
  byId("search").value = "";
  search();
}

function fillFilters() {
  const option = (value, words) => make("option", { value }, words);
  const kinds = [...new Set(nodes.map((node) => node.kind))];
  byId("kind-filter").append(option("", "All"), ...kinds.map((kind) => option(kind, capital(kind))));
  const rules = [...new Set(findings.map((finding) => finding.rule))].sort();
  const levels = LEVELS.filter((level) => findings.some((finding) => finding.level === level));
  byId("finding-filter").append(
    option("", "All"),
    option("any", "With a finding"),
    ...levels.map((level) => option(`level ${level}`, `With a${level === "error" ? "n" : ""} ${level}`)),
    ...rules.map((rule) => option(`rule ${rule}`, rule)),
  );
  byId("source-filter").append(
    option("", "All"),
    option("none", "Without a source"),
    ...sources.map((source, index) => option(`at ${index}`, cut(source.title ?? source.key, 60))),
  );
  byId("semantics").append(...data.scoring.all.map((one) => option(one.name, one.name)));
}

function filter() {
  const [kind, finding, source] = ["kind-filter", "finding-filter", "source-filter"].map((id) => byId(id).value);
  const [way, wanted] = finding.split(" ");
  const passes = (node) => {
    if (kind && nodes[node].kind !== kind) return false;
    if (finding) {
      const own = findingsOf[node].map((at) => findings[at]);
      const matches = (one) => way === "any" || (way === "level" ? one.level === wanted : one.rule === wanted);
      if (!own.some(matches)) return false;
    }
    if (source === "none") return nodes[node].sources.length === 0;
    return !source || nodes[node].sources.includes(Number(source.slice(3)));
  };
  const isOn = Boolean(kind || finding || source);
  const passing = nodes.map((_, node) => passes(node));
  groups.forEach((group, node) => group?.classList.toggle("dim", isOn && !passing[node]));
  lines.forEach((line, index) => {
    line?.classList.toggle("dim", isOn && !(passing[edges[index].premise] && passing[edges[index].conclusion]));
  });
  for (const [node, button] of outlineButtons) button.classList.toggle("dim", isOn && !passing[node]);
  say(isOn ? `${passing.filter(Boolean).length} of ${count(nodes.length, "node")} match` : "All nodes");
}
