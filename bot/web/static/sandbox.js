// Makes the sandbox page live. Without it every link and form still works by loading the page again.
'use strict';

const $ = (query, root = document) => root.querySelector(query);
const $$ = (query, root = document) => [...root.querySelectorAll(query)];
const narrow = matchMedia('(max-width: 899px)');
const touch = matchMedia('(pointer: coarse), (max-width: 899px)'); // the focus in the box would call up a keyboard on the screen

// The stream of changes.

let source;

function listen() {
  if (source) source.close();
  const { who, mark } = $('#chat').dataset;
  source = new EventSource(`/sandbox/events?${new URLSearchParams({ who, mark })}`);
  source.onmessage = e => show(JSON.parse(e.data));
  source.addEventListener('restart', () => location.reload());
  source.onopen = () => { if ($('#said').dataset.cut) say(''); };
  source.onerror = () => { say('与演示程序断开了，正在重连…'); $('#said').dataset.cut = 'yes'; };
}

const lists = { activities: ['#activities', 'ledger'], petitions: ['#petitions', 'ledger'], journal: ['#journal', 'ledger'], outbox: ['#notices', 'outbox'] };

function show(parts) {
  for (const [part, [list, tab]] of Object.entries(lists)) {
    if (part in parts && patch($(list), parts[part])) dot(tab);
  }
  if (parts.chat && append($('#lines'), parts.chat)) dot('chat');
  if (parts.cards) redeal($('#lines'), parts.cards);
  if (parts.unread) unread(parts.unread);
  if (parts.clock) clock(parts.clock);
}

const parse = html => {
  const t = document.createElement('template');
  t.innerHTML = html;
  return [...t.content.children];
};

// patch makes a list hold the rows of html and tells whether any of them says something new; those are marked for a moment. Rows that stay the same
// stay where they are, with the focus in them.
function patch(list, html) {
  const old = new Map([...list.children].map(row => [row.dataset.key, row]));
  let news = false;
  parse(html).forEach((row, i) => {
    const was = old.get(row.dataset.key);
    old.delete(row.dataset.key);
    if (was) was.classList.remove('fresh');
    const same = was && was.className === row.className && was.innerHTML === row.innerHTML;
    if (!same && row.dataset.key !== 'none' && was?.textContent !== row.textContent) {
      row.classList.add('fresh');
      news = true;
    }
    if (was && !same) {
      const held = was.contains(document.activeElement);
      was.replaceWith(row);
      if (held) $('a', row)?.focus();
    }
    const next = same ? was : row;
    if (list.children[i] !== next) list.insertBefore(next, list.children[i] || null);
  });
  for (const row of old.values()) row.remove();
  return news;
}

// append adds the lines that are not there yet. The log keeps to its end by itself; a line of one's own brings it there.
function append(list, html) {
  const have = list.children.length ? Number(list.lastElementChild.dataset.key) : -1;
  const fresh = parse(html).filter(li => Number(li.dataset.key) > have);
  for (const li of fresh) li.classList.add('fresh');
  list.append(...fresh);
  if (fresh.some(li => li.classList.contains('mine'))) list.parentElement.scrollTop = 0;
  return fresh.length > 0;
}

// redeal puts cards that look different now in the place where they stand; a focus on one of them stays on it.
function redeal(list, html) {
  for (const card of parse(html)) {
    const was = $(`li[data-key="${card.dataset.key}"]`, list);
    if (!was || was.innerHTML === card.innerHTML) continue;
    const held = was.contains(document.activeElement);
    was.replaceWith(card);
    if (!held) continue;
    const next = $('button', card) || card;
    next.tabIndex = next === card ? -1 : 0;
    next.focus();
  }
}

function unread(counts) {
  for (const link of $$('.who')) {
    const badge = $('.badge', link), n = counts[link.dataset.who] || 0;
    $('.count', badge).textContent = n > 99 ? '99+' : n;
    badge.hidden = n === 0;
  }
  if (Object.values(counts).some(n => n > 0)) dot('people');
}

function clock(now) {
  $('#now').dateTime = now.at;
  $('#day').textContent = now.day;
  $('#hour').textContent = now.time;
  $('#week').textContent = now.week;
}

function say(text) {
  const said = $('#said');
  delete said.dataset.cut;
  said.textContent = text;
}

// The chosen person.

let turn = 0;
const drafts = new Map(); // what was typed and not sent, by person

const address = (who, tab) => `/sandbox?${new URLSearchParams({ who, tab })}`;

async function open(who, tab, push) {
  const mine = ++turn, url = address(who, tab);
  const response = await fetch(url).catch(() => null);
  if (mine !== turn) return;
  if (!response || !response.ok) { location.assign(url); return; }
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  if (mine !== turn) return;
  const chat = $('#chat'), held = chat.contains(document.activeElement);
  drafts.set(chat.dataset.who, $('#text').value);
  chat.replaceWith($('#chat', page));
  $('#text').value = drafts.get(who) || '';
  document.title = page.title;
  document.body.dataset.who = who;
  $('.clock [name=who]').value = who;
  for (const link of $$('.who')) {
    if (link.dataset.who === who) { link.setAttribute('aria-current', 'true'); rove(link); } else link.removeAttribute('aria-current');
  }
  for (const a of tabs) a.href = address(who, a.dataset.tab);
  if (push) history.pushState(null, '', url);
  wire();
  listen();
  select(tab);
  if (push || held) $(touch.matches ? '#chat-title' : '#text').focus();
}

// One stop for Tab in the list of people; the arrows go up and down in it.
function rove(link) {
  for (const other of $$('.who')) other.tabIndex = other === link ? 0 : -1;
}

function arrows(e) {
  const links = $$('.who'), at = links.indexOf(e.target.closest('.who'));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[e.key];
  if (at < 0 || to === undefined || e.altKey || e.ctrlKey || e.metaKey) return;
  e.preventDefault();
  const link = links[Math.max(0, Math.min(to, links.length - 1))];
  rove(link);
  link.focus();
}

// The four views of a phone.

const tabs = $$('.tabs a');

function select(tab) {
  document.body.dataset.tab = tab;
  $('.clock [name=tab]').value = tab;
  for (const a of tabs) {
    const on = a.dataset.tab === tab;
    a.setAttribute('aria-selected', on);
    a.removeAttribute('aria-current');
    a.tabIndex = on ? 0 : -1;
    if (on) $('.dot', a).hidden = true;
  }
}

function dot(tab) {
  if (document.body.dataset.tab !== tab) $(`#tab-${tab} .dot`).hidden = false;
}

function shape() {
  for (const a of tabs) {
    const panel = $(`#${a.dataset.tab}`);
    if (narrow.matches) panel.setAttribute('role', 'tabpanel'); else panel.removeAttribute('role');
  }
}

function turnTab(e) {
  const at = tabs.indexOf(e.target.closest('a'));
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[e.key];
  if (at < 0 || to === undefined) return;
  e.preventDefault();
  const a = tabs[(to + tabs.length) % tabs.length];
  choose(a);
  a.focus();
}

// choose switches the view and keeps the address true, so that going back and loading again lead to it.
function choose(a) {
  select(a.dataset.tab);
  history.replaceState(null, '', a.href);
}

// The forms.

const post = (form, extra = {}) => {
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(extra)) body.set(name, value);
  return fetch(form.getAttribute('action'), { method: 'POST', headers: { Accept: 'text/plain' }, body })
    .then(async r => ({ ok: r.ok, text: await r.text() }), () => ({ ok: false, text: '演示程序没有回应。' }));
};

function fault(text) {
  const p = $('#chat .fault');
  p.textContent = text;
  p.hidden = !text;
}

let sending = false;

async function send(e) {
  e.preventDefault();
  const form = e.currentTarget, box = $('textarea', form), text = box.value;
  if (sending || !text.trim()) return;
  sending = true;
  $('.send', form).setAttribute('aria-disabled', 'true');
  const answer = await post(form);
  sending = false;
  $('.send', form).removeAttribute('aria-disabled');
  if (!form.isConnected) return;
  fault(answer.ok ? '' : answer.text);
  if (answer.ok && box.value === text) box.value = '';
  box.focus();
}

let pressing = false;

async function press(e) {
  if (!e.target.matches('.card')) return;
  e.preventDefault();
  if (pressing) return;
  pressing = true;
  const form = e.target, button = e.submitter;
  button.setAttribute('aria-disabled', 'true');
  const answer = await post(form, { key: button.value });
  pressing = false;
  button.removeAttribute('aria-disabled');
  fault(answer.ok ? '' : answer.text);
}

function keys(e) {
  if (e.key !== 'Enter' || e.shiftKey || e.isComposing || e.keyCode === 229) return;
  e.preventDefault();
  e.currentTarget.form.requestSubmit();
}

function fill(e) {
  e.preventDefault();
  const box = $('#text');
  box.value = e.submitter.value;
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
}

// wire attaches what belongs to the chat, which is new for every person.
function wire() {
  shape();
  $('#lines').addEventListener('submit', press);
  $('.phrases').addEventListener('submit', fill);
  $('.write').addEventListener('submit', send);
  $('#text').addEventListener('keydown', keys);
}

let moving = false;

async function advance(e) {
  e.preventDefault();
  if (moving) return;
  moving = true;
  const buttons = $$('.steps button'), button = e.submitter;
  for (const b of buttons) b.setAttribute('aria-disabled', 'true');
  say(`正在${button.getAttribute('aria-label')}…`);
  const answer = await post(e.currentTarget, { step: button.value });
  for (const b of buttons) b.removeAttribute('aria-disabled');
  moving = false;
  say(answer.text);
}

// Start.

$('.skip').addEventListener('click', e => {
  e.preventDefault();
  select('chat');
  $('#text').focus();
});
$('.tabs > div').setAttribute('role', 'tablist');
for (const a of tabs) {
  a.setAttribute('role', 'tab');
  a.setAttribute('aria-controls', a.dataset.tab);
}
$('.tabs').addEventListener('keydown', turnTab);
$('.tabs').addEventListener('click', e => {
  const a = e.target.closest('a');
  if (!a) return;
  e.preventDefault();
  choose(a);
});
$('.desk').addEventListener('click', e => {
  const link = e.target.closest('a[data-who]');
  if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
  e.preventDefault();
  open(link.dataset.who, 'chat', true);
});
$('#people').addEventListener('keydown', arrows);
$('.clock').addEventListener('submit', advance);
narrow.addEventListener('change', shape);
addEventListener('popstate', () => {
  const asked = new URLSearchParams(location.search), who = asked.get('who') || $('.who').dataset.who, tab = asked.get('tab') || 'people';
  if (who !== $('#chat').dataset.who) open(who, tab, false); else select(tab);
});
rove($('.who[aria-current]') || $('.who'));
select(document.body.dataset.tab);
wire();
listen();
if (!touch.matches) $('#text').focus({ preventScroll: true });
