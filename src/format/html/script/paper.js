// What is printed under the diagram.

function fillPaper() {
  const cards = nodes.map((_, node) => card(node, null));
  const whole = findings.flatMap((finding, index) => (finding.nodes.length === 0 ? [index] : []));
  if (whole.length > 0) cards.unshift(section("Findings about the report", make("ul", {}, whole.map(findingItem))));
  if (isChanged()) {
    const words = [...byId("changes").querySelectorAll("li > span")].map((item) => item.textContent);
    if (state.semantics !== data.scoring.semantics) words.push(`semantics: ${state.semantics}`);
    cards.unshift(make("p", { class: "changed-first" }, `What if: ${words.join("; ")}.`));
  }
  byId("all-details").replaceChildren(...cards);
  for (const element of byId("all-details").querySelectorAll("[tabindex]")) element.removeAttribute("tabindex");
}
