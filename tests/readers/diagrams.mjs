// Reads the diagrams that linchpin wrote with the compilers of their own languages, and compares.
//
// usage: diagrams.mjs FOLDER NODE_MODULES
//
// FOLDER holds NAME.resolved.json, NAME.mmd and NAME.d2. A line is printed for each: "ok …", "skipped: …" or "wrong: …".

import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [folder, modules] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), 'x.cjs'));

async function load(name, file) {
  const found = file ? path.join(path.resolve(modules), name, file) : require.resolve(name);
  return import(pathToFileURL(found));
}

async function mermaid() {
  const { JSDOM } = await load('jsdom');
  const page = new JSDOM('<html><body></body></html>');
  globalThis.window = page.window;
  globalThis.document = page.window.document;
  const library = (await load('mermaid', 'dist/mermaid.core.mjs')).default;
  library.initialize({ startOnLoad: false });
  return async (text, { nodes, edges }) => {
    const diagram = await library.mermaidAPI.getDiagramFromText(text);
    const found = [diagram.db.getVertices().size, diagram.db.getEdges().length];
    // Larger ones are shortened.
    if (text.includes('more than Mermaid draws')) return;
    if (found[0] !== nodes.length || found[1] !== edges.length) throw new Error(`${found} nodes and edges`);
  };
}

async function d2() {
  const { D2 } = await load('@terrastruct/d2');
  const library = new D2();
  return async (text, { report, nodes, edges }) => {
    const { diagram } = await library.compile(text);
    const shapes = diagram.shapes.filter((shape) => shape.id !== 'title');
    if (shapes.length !== nodes.length || diagram.connections.length !== edges.length) {
      throw new Error(`${shapes.length} nodes and ${diagram.connections.length} edges`);
    }
    shapes.forEach((shape) => {
      const node = nodes[Number(shape.id.slice(1))];
      const plain = (said) => said.replace(/[\s\u2067\u2069\u0000-\u001f\u007f-\u009f\ufffd]/gu, '');
      if (!plain(shape.label).startsWith(plain(node.text))) throw new Error(`${shape.id} says ${shape.label}`);
    });
  };
}

const names = fs.readdirSync(folder).filter((name) => name.endsWith('.resolved.json')).sort();
for (const [language, ending, compiler] of [['mermaid', 'mmd', mermaid], ['d2', 'd2', d2]]) {
  let compile;
  try {
    compile = await compiler();
  } catch (error) {
    console.log(`skipped: ${language}, as it cannot be loaded: ${error.message.split('\n')[0]}`);
    continue;
  }
  for (const file of names) {
    const name = file.replace('.resolved.json', '');
    const expected = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
    try {
      await compile(fs.readFileSync(path.join(folder, `${name}.${ending}`), 'utf8'), expected);
      console.log(`ok ${language} ${name}`);
    } catch (error) {
      console.log(`wrong: ${language} ${name}: ${error.message.slice(0, 300)}`);
    }
  }
}
process.exit(0);
