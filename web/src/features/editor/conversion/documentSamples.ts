import type { EditorBlock } from '../types';

/** One block of every type, for tests. */
export const sampleBlocks: EditorBlock[] = [
  { id: 'b1', type: 'text', html: '<p>Plain and <strong>bold</strong>.</p><ul><li>one</li><li>two<ol start="3"><li>deep</li></ol></li></ul><blockquote><p>said</p></blockquote>' },
  { id: 'b2', type: 'heading', level: 3, text: 'A heading' },
  { id: 'b3', type: 'image', file: '01890000-0000-7000-8000-000000000001', src: '/files/x/a.png', alt: 'A cat', caption: 'Cat', width: 640, height: 480 },
  { id: 'b4', type: 'code', code: 'for x in y:\n\tprint("<&>")\n\n', language: 'python' },
  { id: 'b5', type: 'callout', tone: 'warning', title: 'Mind', html: '<p>the gap</p><ul><li>a</li></ul>', is_collapsed: true },
  { id: 'b6', type: 'table', caption: 'Prices', header: ['What', '<strong>Price</strong>'], rows: [['Pen', '2'], ['<p>Two</p><p>lines</p>', '']] },
  { id: 'b7', type: 'table', caption: '', header: [], rows: [['1']] },
  { id: 'b8', type: 'math', latex: '\\int_0^1 x\\,dx' },
  { id: 'dQw4w9WgXcQ', block: 'b9', type: 'embed', provider: 'youtube', title: 'A film' },
  { id: 'b10', type: 'file', file: null, name: 'a.pdf', size_bytes: 10, media_type: 'application/pdf', url: '/files/x/a.pdf' },
  { id: 'b11', type: 'video', file: null, url: '/files/x/v.mp4', provider: 'file', external_id: '', captions: [{ language: 'en', label: 'English', url: '/files/x/v.vtt' }], title: 'Film' },
  { id: 'b12', type: 'audio', file: null, url: '/files/x/a.mp3', title: 'Sound', transcript: 'words' },
  { id: 'b13', type: 'link_card', url: 'https://example.org/', title: 'Example', summary: 'S' },
  { id: 'b14', type: 'quote', html: '<p>To be <em>or</em> not</p>', source: 'W. S.' },
  { id: 'b15', type: 'divider' },
  { id: 'b16', type: 'toggle', title: 'More', blocks: [{ id: 'b17', type: 'text', html: '<p>inside</p>' }, { id: 'b18', type: 'code', code: 'x', language: '' }] },
  { id: 'b19', type: 'columns', columns: [{ blocks: [{ id: 'b20', type: 'heading', level: 2, text: 'Left' }] }, { blocks: [{ id: 'b21', type: 'text', html: '<p>Right</p>' }] }] },
  { id: 'b22', type: 'question', question: '01890000-0000-7000-8000-000000000002' },
];

/** Texts as the server cleans them. */
export const someHtml = [
  '<p>a <a href="https://example.org/?a=1&amp;b=2" title="T">link <strong>bold</strong></a> end</p>',
  '<p><span data-latex="a&lt;b">a&lt;b</span> and <span lang="fr">bonjour</span></p>',
  '<p lang="ta">வணக்கம்<br>x</p>',
  '<h5>Small</h5><p>t<sub>1</sub>x<sup>2</sup> <kbd>Ctrl</kbd> <mark>hi</mark> <u>u</u> <s>s</s> <code>c</code></p>',
  '<p><abbr title="World">W</abbr></p>',
  '<ul><li><p>loose</p><p>item</p></li><li>tight<ul><li>deep <em>x</em></li></ul></li></ul>',
  '<p>before</p><dl><dt>T</dt><dd>D</dd></dl><pre>x  y\nz</pre><hr><p>after</p>',
  '<blockquote><p>q</p><ul><li>l</li></ul></blockquote>',
  '<p><strong>b<em>bi</em></strong><em>i</em></p>',
];
