// Everything that only a browser can do: keys, the theme, the clipboard, dialogs, drawing. The page's state lives on the server.

const page = document.documentElement;

// Buttons that have a key say so in data-key; a key is a click on its button.
const keyNames = { ' ': 'Space', ArrowLeft: 'Left', ArrowRight: 'Right' };

function keyOf(event) {
  const name = keyNames[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  return (event.shiftKey && name.length > 1 ? 'Shift+' : '') + name;
}

function typesText(element) {
  return element.isContentEditable || ['INPUT', 'SELECT', 'TEXTAREA'].includes(element.tagName);
}

let keysAreOn = sessionStorage.getItem('keys') !== 'off';

document.addEventListener('keydown', event => {
  if (!keysAreOn || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  const at = document.activeElement ?? document.body;
  const inBar = at.closest('[data-player]') && at.tagName !== 'SELECT';
  const free = at === document.body || at.id === 'page' || at.tagName === 'H1';
  if ((typesText(at) && !(inBar && at.type === 'range' && event.key === ' ')) || !(inBar || free)) return;
  if (event.key === ' ' && at.tagName === 'BUTTON') return;
  const button = document.querySelector(`[data-key="${CSS.escape(keyOf(event))}"]:not(:disabled)`);
  if (!button || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  button.click();
});

document.addEventListener('click', async event => {
  const target = event.target.closest?.('[data-dialog],[data-copy],[data-copy-link],[data-reload],[data-theme-button],[data-download],[data-print]');
  if (!target) return;
  if (target.dataset.dialog) document.getElementById(target.dataset.dialog)?.showModal();
  else if ('reload' in target.dataset) location.reload();
  else if ('print' in target.dataset) print();
  else if ('themeButton' in target.dataset) nextTheme();
  else if ('copyLink' in target.dataset) await copy(target, location.href);
  else if ('copy' in target.dataset) await copy(target, target.dataset.copy);
  else if ('download' in target.dataset) download(target);
});

// Blazor scrolls to a place of the same page, and leaves the focus where it was: before it sees the click.
document.addEventListener('click', event => {
  if (!event.target.closest?.('.skip')) return;
  event.preventDefault();
  document.getElementById('page').focus();
}, true);

document.addEventListener('change', event => {
  if (!event.target.matches?.('[data-keys-switch]')) return;
  keysAreOn = event.target.checked;
  sessionStorage.setItem('keys', keysAreOn ? 'on' : 'off');
});

async function copy(button, text) {
  await navigator.clipboard.writeText(text);
  button.classList.add('done');
  setTimeout(() => button.classList.remove('done'), 1500);
}

// The picture beside the button becomes a file of its own, with its colours in it.
function download(button) {
  const shown = document.querySelector(button.dataset.download);
  const svg = shown?.cloneNode(true);
  if (!svg) return;
  // Its colours are those of the figure around it.
  svg.setAttribute('class', shown.closest('figure')?.className ?? '');
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const style = document.createElementNS('http://www.w3.org/2000/svg', 'style');
  style.textContent = [...document.styleSheets].filter(s => s.href?.includes('pictures')).flatMap(s => [...s.cssRules]).map(r => r.cssText).join('\n');
  svg.prepend(style);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(svg)], { type: 'image/svg+xml' }));
  link.download = (button.dataset.name ?? 'picture') + '.svg';
  link.click();
  URL.revokeObjectURL(link.href);
}

// auto → the other one → back; kept in a cookie, so that the next page begins in it.
function nextTheme() {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const shown = page.dataset.theme === 'auto' ? (dark ? 'dark' : 'light') : page.dataset.theme;
  page.dataset.theme = shown === 'dark' ? 'light' : 'dark';
  document.cookie = `${page.dataset.cookie}=${page.dataset.theme};path=/;max-age=34560000;samesite=strict`;
}

// A diagram is one stop for the tab key; arrows walk in it.
document.addEventListener('keydown', event => {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  const at = document.activeElement;
  if (!step || !at?.matches?.('[data-cell]')) return;
  const [column, row] = at.dataset.cell.split(',').map(Number);
  const cells = [...at.closest('[data-grid]').querySelectorAll('[data-cell]')].map(e => ({ e, c: +e.dataset.cell.split(',')[0], r: +e.dataset.cell.split(',')[1] }));
  const wanted = step[0]
    ? cells.filter(x => x.c === column + step[0]).sort((a, b) => Math.abs(a.r - row) - Math.abs(b.r - row))[0]
    : cells.filter(x => x.c === column && Math.sign(x.r - row) === step[1]).sort((a, b) => Math.abs(a.r - row) - Math.abs(b.r - row))[0];
  if (!wanted) return;
  event.preventDefault();
  at.tabIndex = -1;
  wanted.e.tabIndex = 0;
  wanted.e.focus();
});

document.addEventListener('keydown', event => {
  if (event.key === 'Enter' && document.activeElement?.matches?.('[data-cell]')) document.activeElement.dispatchEvent(new MouseEvent('click', { bubbles: true }));
});

// What the server asks of the browser.
window.feedforward = {
  // A name of this tab, which a reload keeps and a new tab does not have.
  tab() {
    let name = sessionStorage.getItem('tab');
    if (!name) sessionStorage.setItem('tab', name = crypto.randomUUID());
    return name;
  },

  reducedMotion: () => matchMedia('(prefers-reduced-motion: reduce)').matches,

  // A square on which a digit is drawn; the server gets its 280 × 280 pixels as bytes when the pen is lifted.
  pad(canvas, host) {
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.lineWidth = 22;
    context.lineCap = context.lineJoin = 'round';
    context.strokeStyle = '#fff';
    let last = null;
    const at = e => { const r = canvas.getBoundingClientRect(); return [(e.clientX - r.left) * canvas.width / r.width, (e.clientY - r.top) * canvas.height / r.height]; };
    canvas.addEventListener('pointerdown', e => { canvas.setPointerCapture(e.pointerId); last = at(e); line(last, last); });
    canvas.addEventListener('pointermove', e => { if (last) { const p = at(e); line(last, p); last = p; } });
    canvas.addEventListener('pointerup', () => { if (last) { last = null; send(); } });
    function line(a, b) { context.beginPath(); context.moveTo(...a); context.lineTo(b[0] + .01, b[1]); context.stroke(); }
    function send() {
      const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
      const grey = new Uint8Array(28 * 28), cell = canvas.width / 28;
      for (let y = 0; y < 28; y++) for (let x = 0; x < 28; x++) {
        let sum = 0;
        for (let v = 0; v < cell; v++) for (let u = 0; u < cell; u++) sum += pixels[4 * ((y * cell + v) * canvas.width + x * cell + u) + 3];
        grey[28 * y + x] = Math.round(sum / (cell * cell));
      }
      host.invokeMethodAsync('Drawn', grey);
    }
    canvas.clear = () => context.clearRect(0, 0, canvas.width, canvas.height);
  },

  clearPad: canvas => canvas.clear?.(),
};
