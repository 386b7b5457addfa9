// What to do when nothing has come in yet.
import { h } from './dom.js';

/** The endpoint with a button that copies it; where the browser does not let it, it is selected. */
export function endpointBox(endpoint) {
  const text = h('code', { id: 'endpoint' }, endpoint);
  const button = h('button', { type: 'button' }, 'Copy');
  const said = h('span', { class: 'quiet', role: 'status' });
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(endpoint);
      said.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(text);
      said.textContent = 'Selected: copy it with the keyboard';
    }
  });
  return h('div', { class: 'endpoint' }, text, button, said);
}

export function emptyState(endpoint) {
  return h('div', { class: 'empty' },
    h('h2', {}, 'Nothing has come in yet'),
    h('p', {}, 'Give an application this endpoint:'),
    endpointBox(endpoint),
    h('p', {}, 'In Java, that is:'),
    h('pre', { tabindex: '0' },
      `TrackX.setup("${endpoint}");\nTrackX.sendEvent(new IllegalStateException("hello"));`),
    h('p', {}, 'or, without any application:'),
    h('pre', { tabindex: '0' },
      `curl -H "Origin: http://localhost" -d '{"name":"Hello","meta":{}}' \\\n`
      + `  -H "Content-Type: application/json" ${endpoint}/event`),
    h('p', { class: 'quiet' }, 'It appears here at once; there is no need to reload.'));
}
