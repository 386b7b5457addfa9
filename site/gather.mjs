// Gathers in pages/ what the generator reads: the documents, and in pages/public what it copies as it is.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { modules, root } from './modules.mjs';

const pages = path.join(root, 'site/pages');
const publicDir = path.join(pages, 'public');
const names = modules().map(module => module.name);

function newest(folder) {
  return readdirSync(folder, { recursive: true })
    .map(file => statSync(path.join(folder, file)).mtimeMs)
    .reduce((left, right) => Math.max(left, right), 0);
}

function javadoc(module) {
  return path.join(root, module, 'target/reports/apidocs');
}

function isCurrent(module) {
  const index = path.join(javadoc(module), 'index.html');
  return existsSync(index) && statSync(index).mtimeMs > newest(path.join(root, module, 'src/main/java'));
}

if (!names.every(isCurrent)) {
  console.log('Building the Javadoc, since some of it is missing or older than its sources.');
  // All modules and the helpers of their tests, so that Maven finds each here and not in a repository.
  const projects = ['tests/support', ...names].join(',');
  const goals = ['-B', '-q', '-pl', projects, 'compile', 'javadoc:jar@doclint'];
  execFileSync('mvn', goals, { cwd: root, stdio: 'inherit' });
}

rmSync(pages, { recursive: true, force: true });
for (const file of readdirSync(root).filter(name => name.endsWith('.md'))) {
  cpSync(path.join(root, file), path.join(pages, file.replace('README', 'index')));
}
cpSync(path.join(root, 'docs'), path.join(pages, 'docs'), { recursive: true });
cpSync(path.join(root, 'benchmarks/README.md'), path.join(pages, 'benchmarks/index.md'));
cpSync(path.join(root, 'site/API.md'), path.join(pages, 'api/index.md'));

for (const name of names) {
  cpSync(javadoc(name), path.join(publicDir, 'api', name), { recursive: true });
}
const mermaid = path.join(root, 'site/node_modules/mermaid/dist');
cpSync(path.join(mermaid, 'mermaid.esm.min.mjs'), path.join(publicDir, 'mermaid/mermaid.esm.min.mjs'));
cpSync(path.join(mermaid, 'chunks/mermaid.esm.min'), path.join(publicDir, 'mermaid/chunks/mermaid.esm.min'), {
  recursive: true,
  filter: source => !source.endsWith('.map'),
});
