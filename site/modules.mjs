// The published modules that have an API, as trackx-bom lists them.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

function read(module) {
  return readFileSync(path.join(root, module, 'pom.xml'), 'utf8');
}

function hasApi(module) {
  return existsSync(path.join(root, module, 'src/main/java')) && !read(module).includes('<api.skip>true');
}

export function modules() {
  const names = [...read('trackx-bom').matchAll(/<artifactId>(trackx-[a-z0-9-]+)<\/artifactId>/g)].map(match => match[1]);
  return [...new Set(names)].filter(hasApi).map(name => ({
    name,
    description: /<description>([\s\S]*?)<\/description>/.exec(read(name))[1].replace(/\s+/g, ' ').trim(),
  }));
}
