import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import MiniSearch from 'minisearch';

const dist = fileURLToPath(new URL('dist', import.meta.url));
const files = new Set(
  readdirSync(dist, { recursive: true }).filter(file => statSync(path.join(dist, file)).isFile()),
);
const pages = [...files].filter(file => file.endsWith('.html'));
const failures = [];
// The javadoc tool itself makes a link to nothing in this page.
const brokenByJavadoc = /^api\/[^/]+\/constant-values\.html$/;

/** Returns text without the HTML entities that attributes of addresses contain. */
function unescape(text) {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, entity =>
    ({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" })[entity]);
}

function attributes(html, tag, name) {
  const pattern = new RegExp(`<${tag}\\b[^>]*?\\s${name}="([^"]*)"`, 'g');
  return [...html.matchAll(pattern)].map(match => unescape(match[1]));
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Returns the file that a web server sends for an address, as "/docs/WEB" or "/api/". */
function resolve(address) {
  const file = address.replace(/^\//, '');
  return [file, `${file}.html`, path.posix.join(file, 'index.html')].find(name => files.has(name));
}

const html = new Map(pages.map(page => [page, readFileSync(path.join(dist, page), 'utf8')]));
const anchors = new Map(
  [...html].map(([page, text]) => [
    page,
    new Set([...attributes(text, '[a-z0-9]+', 'id'), ...attributes(text, 'a', 'name')]),
  ]),
);

let links = 0;
for (const [page, text] of html) {
  const addresses = [
    ...attributes(text, 'a', 'href'), ...attributes(text, 'img', 'src'),
    ...attributes(text, 'script', 'src'), ...attributes(text, 'link', 'href'),
  ];
  for (const address of new Set(addresses)) {
    if (/^(https?|mailto|data|javascript):/.test(address)) {
      continue;
    }
    links++;
    const [location, anchor] = address.split('#');
    const absolute = new URL(location.split('?')[0], `http://site/${page}`).pathname;
    const target = location === '' ? page : resolve(decode(absolute));
    if (target === undefined) {
      failures.push(`${page}: dead link ${address}`);
    } else if (anchor && anchors.has(target) && !brokenByJavadoc.test(page) && !anchors.get(target).has(decode(anchor))) {
      failures.push(`${page}: no anchor ${address}`);
    }
  }
  // links that a reader follows may lead elsewhere, what a page loads by itself may not
  const loaded = [
    ...attributes(text, '(?:script|img|iframe|source)', 'src'),
    ...[...text.matchAll(/<link\b[^>]*>/g)].flatMap(tag => attributes(tag[0], 'link', 'href')),
  ];
  for (const address of loaded.filter(address => /^(https?:)?\/\//.test(address))) {
    failures.push(`${page}: loads ${address}`);
  }
}
for (const file of [...files].filter(file => file.endsWith('.css'))) {
  for (const match of readFileSync(path.join(dist, file), 'utf8').matchAll(/(?:url\(\s*['"]?|@import\s+['"])(https?:)?\/\//g)) {
    failures.push(`${file}: loads ${match[0]}`);
  }
}

const indexFile = [...files].find(file => /localSearchIndexroot.*\.js$/.test(file));
const { default: json } = await import(pathToFileURL(path.join(dist, indexFile)));
const search = MiniSearch.loadJSON(json, { fields: ['title', 'titles', 'text'], storeFields: ['title', 'titles'] });
for (const page of pages.filter(file => !file.startsWith('api/') && file !== '404.html')) {
  const address = '/' + page.replace(/(index)?\.html$/, '');
  const title = /<h1[^>]*>([^<]*)/.exec(html.get(page))[1].trim();
  const found = search.search(title).some(result => result.id.replace(/\.html/, '').split('#')[0] === address);
  if (!found) {
    failures.push(`${page}: the search for its title "${title}" does not find it`);
  }
}

if (links < 1000) {
  failures.push(`only ${links} links were found: the check itself is broken`);
}
failures.forEach(failure => console.error(failure));
console.log(`site: ${pages.length} pages, ${links} links, ${search.documentCount} sections in the search index`);
process.exitCode = failures.length > 0 ? 1 : 0;
