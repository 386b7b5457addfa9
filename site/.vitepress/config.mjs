import { defineConfig } from 'vitepress';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const home = /<home>(.*)<\/home>/.exec(readFileSync(path.join(root, 'pom.xml'), 'utf8'))[1];
// Until the project has an address, links to its sources would be dead, so they are shown as text.
const hasHome = !home.includes('example');

const guide = [
  ['Getting started', 'README.md'],
  ['Configuration', 'docs/CONFIGURATION.md'],
  ['Logging', 'docs/LOGGING.md'],
  ['Web applications', 'docs/WEB.md'],
  ['Spring Boot', 'docs/SPRING.md'],
  ['Other stacks', 'docs/STACKS.md'],
  ['Errors that vanish', 'docs/VANISHING.md'],
  ['Local server and tests', 'docs/LOCAL.md'],
  ['Migration', 'docs/MIGRATION.md'],
];
const production = [
  ['Operations', 'docs/OPERATIONS.md'],
  ['Troubleshooting', 'docs/TROUBLESHOOTING.md'],
  ['Fleets and the relay', 'docs/FLEETS.md'],
  ['Grouping', 'docs/GROUPING.md'],
  ['Privacy', 'docs/PRIVACY.md'],
  ['Security', 'SECURITY.md'],
];
const project = [
  ['Changelog', 'CHANGELOG.md'],
  ['Benchmarks', 'benchmarks/README.md'],
  ['Rationale', 'RATIONALE.md'],
  ['Contributing', 'CONTRIBUTING.md'],
];

/** Returns the address of a document on the site, relative to the site's base. */
function address(document) {
  return document === 'README.md' ? '/' : '/' + document.replace(/\.md$/, '').replace(/README$/, '');
}

function isPage(file) {
  return /^(docs\/)?[\w-]+\.md$/.test(file) || file === 'benchmarks/README.md';
}

const listed = [...guide, ...production, ...project].map(([, file]) => file);
for (const file of readdirSync(path.join(root, 'docs')).filter(name => name.endsWith('.md'))) {
  if (!listed.includes(`docs/${file}`)) {
    throw new Error(`docs/${file} is missing in the sidebar, see site/.vitepress/config.mjs`);
  }
}

function section(text, entries) {
  const items = entries
    .filter(([, file]) => existsSync(path.join(root, file)))
    .map(([title, file]) => ({ text: title, link: address(file) }));
  return { text, items };
}

/** Returns the anchor that GitHub gives to a heading, so that one link works here and there. */
function githubAnchor(heading) {
  return heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/ /g, '-');
}

/** Makes images' addresses in HTML begin with a dot, without which the bundler takes them for packages. */
function relativeImages(html) {
  return html.replace(/(<img [^>]*src=")(?![a-z]+:|[./])/g, '$1./');
}

/**
 * Makes the documents' relative links fit the site: to a page if the document is one, else to the sources.
 * A link to nothing fails the build.
 */
function sourceLinks(md) {
  md.core.ruler.push('source-links', state => {
    const document = state.env.relativePath.replace(/(^|\/)index\.md$/, '$1README.md');
    for (const block of state.tokens) {
      if (block.type === 'html_block') {
        block.content = relativeImages(block.content);
      }
      let hidden = false;
      for (const token of block.children ?? []) {
        if (token.type === 'html_inline') {
          token.content = relativeImages(token.content);
        }
        if (token.type === 'link_close' && hidden) {
          token.hidden = true;
          token.type = 'text';
          token.content = '';
          hidden = false;
        }
        const href = token.type === 'link_open' ? token.attrGet('href') : null;
        if (href === null || /^([a-z]+:|#|\/)/.test(href)) {
          continue;
        }
        const [link, anchor] = href.split('#');
        const file = path.posix.normalize(path.posix.join(path.posix.dirname(document), link));
        if (!existsSync(path.join(root, file))) {
          throw new Error(`${document}: dead link ${href}`);
        }
        if (isPage(file)) {
          token.attrSet('href', address(file) + (anchor ? '#' + anchor : ''));
        } else if (hasHome) {
          const kind = statSync(path.join(root, file)).isDirectory() ? 'tree' : 'blob';
          token.attrSet('href', `${home}/${kind}/HEAD/${file}`);
        } else {
          token.type = 'text';
          token.content = '';
          hidden = true;
        }
      }
    }
  });
}

/** Leaves mermaid's text to the browser; see theme/Diagram.vue. */
function diagrams(md) {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, index, options, env, self) =>
    tokens[index].info.trim() === 'mermaid'
      ? `<Diagram code="${encodeURIComponent(tokens[index].content)}" />`
      : fence(tokens, index, options, env, self);
}

export default defineConfig({
  title: 'TrackX Java client',
  description: 'Self-hosted, privacy-first error tracking for the JVM.',
  lang: 'en',
  srcDir: 'pages',
  srcExclude: ['public/**'],
  outDir: 'dist',
  cacheDir: 'cache',
  ignoreDeadLinks: false,
  markdown: {
    anchor: { slugify: githubAnchor },
    config(md) {
      sourceLinks(md);
      diagrams(md);
    },
  },
  themeConfig: {
    siteTitle: 'TrackX Java client',
    search: { provider: 'local', options: { detailedView: true } },
    outline: { level: [2, 3] },
    nav: [
      { text: 'Guide', link: '/' },
      { text: 'Operations', link: '/docs/OPERATIONS' },
      { text: 'API', link: '/api/' },
    ],
    sidebar: [
      section('Guide', guide),
      section('In production', production),
      section('Project', project),
      { text: 'Reference', items: [{ text: 'Javadoc', link: '/api/' }] },
    ],
    socialLinks: hasHome ? [{ icon: 'github', link: home }] : [],
  },
});
