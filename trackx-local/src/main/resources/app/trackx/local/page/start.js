// Instructions shown until the first event is received.
import { h } from './dom.js';

/** Shows the endpoint and a button that copies it, or selects it if the browser denies copying. */
export function endpointBox(endpoint) {
  const text = h('code', { id: 'endpoint' }, endpoint);
  const button = h('button', { type: 'button' }, 'Copy');
  const status = h('span', { class: 'quiet', role: 'status' });
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(endpoint);
      status.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(text);
      status.textContent = 'Selected; copy it with the keyboard';
    }
  });
  return h('div', { class: 'endpoint' }, text, button, status);
}

export function emptyState(endpoint) {
  return h('div', { class: 'empty' },
    h('h2', {}, 'No events received yet'),
    h('p', {}, 'Configure an application with this endpoint:'),
    endpointBox(endpoint),
    h('p', {}, 'In Java:'),
    h('pre', { tabindex: '0' },
      `TrackX.setup("${endpoint}");\nTrackX.sendEvent(new IllegalStateException("hello"));`),
    h('p', {}, 'Or, without an application:'),
    h('pre', { tabindex: '0' },
      `curl -H "Origin: http://localhost" -d '{"name":"Hello","meta":{}}' \\\n`
      + `  -H "Content-Type: application/json" ${endpoint}/event`),
    h('p', { class: 'quiet' }, 'The event appears here immediately, without a reload.'));
}
